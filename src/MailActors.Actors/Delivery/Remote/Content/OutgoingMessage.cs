using System.Buffers;
using System.Runtime.CompilerServices;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Framing;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>A message laid out for one transport; holds its stored octets open.</summary>
internal sealed class OutgoingMessage(IBlobReader blob, IReadOnlyList<ContentPiece> pieces, long length) : IOutgoingMessage
{
    private const int AtOnce = 32 * 1024;

    public BodyKind Body { get; init; }

    public bool Utf8 { get; init; }

    public bool NeedsChunks { get; init; }

    public long Length => length;

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Data([EnumeratorCancellation] CancellationToken cancel)
    {
        if (NeedsChunks) throw new InvalidOperationException("A binary message can't be sent by DATA.");
        var input = ArrayPool<byte>.Shared.Rent((int)Math.Min(length + 1, AtOnce));
        var output = ArrayPool<byte>.Shared.Rent(DataEncoder.MaxOutput(input.Length) + DataEncoder.MaxEnd);
        try
        {
            using var reader = new ContentReader(blob, pieces);
            var encoder = new DataEncoder();
            bool more;
            do
            {
                var read = await reader.Fill(input, cancel);
                more = read == input.Length;
                var written = Sendable(encoder.Encode(input.AsSpan(0, read), output));
                if (!more) written += Sendable(encoder.End(output.AsSpan(written)));
                yield return output.AsMemory(0, written);
            }
            while (more);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(input);
            ArrayPool<byte>.Shared.Return(output);
        }
    }

    public async IAsyncEnumerable<ReadOnlyMemory<byte>> Chunk([EnumeratorCancellation] CancellationToken cancel)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(length, 1, AtOnce));
        try
        {
            using var reader = new ContentReader(blob, pieces);
            for (int read; (read = await reader.Fill(buffer, cancel)) > 0;) yield return buffer.AsMemory(0, read);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    public ValueTask DisposeAsync() => blob.DisposeAsync();

    /// <summary>It has been looked through before: if it can't be sent now, the store gives other octets than it gave then.</summary>
    private static int Sendable(int written) =>
        written >= 0 ? written : throw new StorageException(StorageFault.Damaged, "A stored message is not what it was when it was looked through.");
}
