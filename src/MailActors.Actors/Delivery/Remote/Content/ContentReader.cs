using System.Buffers;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Encoders;
using MailActors.Protocol.Mime.Transport;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>Reads the pieces of a message one behind the other, once. Memory does not grow with the message.</summary>
internal sealed class ContentReader(IBlobReader blob, IReadOnlyList<ContentPiece> pieces) : IDisposable
{
    private const int RecodeAtOnce = 8 * 1024;

    private int _piece;
    private long _done;
    private Recoder? _recoder;

    /// <summary>Returns the octets read, 0 at the end.</summary>
    public async ValueTask<int> Read(Memory<byte> into, CancellationToken cancel)
    {
        while (_piece < pieces.Count)
        {
            var read = pieces[_piece] switch
            {
                ContentPiece.Made made => Copy(made.Octets, into),
                ContentPiece.Stored stored => await Copy(stored.Start + _done, stored.End, into, cancel),
                ContentPiece.Recoded recoded => await (_recoder ??= new(blob, recoded)).Read(into, cancel),
                _ => 0,
            };
            if (read > 0)
            {
                _done += read;
                return read;
            }

            _piece++;
            _done = 0;
            _recoder?.Dispose();
            _recoder = null;
        }

        return 0;
    }

    /// <summary>As much as there is room for.</summary>
    public async ValueTask<int> Fill(Memory<byte> into, CancellationToken cancel)
    {
        var filled = 0;
        for (int read; filled < into.Length && (read = await Read(into[filled..], cancel)) > 0;) filled += read;
        return filled;
    }

    public void Dispose() => _recoder?.Dispose();

    private int Copy(ReadOnlyMemory<byte> octets, Memory<byte> into)
    {
        var take = Math.Min(octets.Length - (int)_done, into.Length);
        octets.Slice((int)_done, take).CopyTo(into);
        return take;
    }

    private async ValueTask<int> Copy(long start, long end, Memory<byte> into, CancellationToken cancel)
    {
        if (start >= end) return 0;
        var read = await blob.Read(start, into[..(int)Math.Min(into.Length, end - start)], cancel);
        return read > 0 ? read : throw ShorterThanSaid();
    }

    private static StorageException ShorterThanSaid() => new(StorageFault.Damaged, "A stored message is shorter than it was.");

    /// <summary>One part on its way from one encoding to another.</summary>
    private sealed class Recoder(IBlobReader blob, ContentPiece.Recoded piece) : IDisposable
    {
        private readonly TransferDecoder _decoder = TransferDecoder.For(piece.From) ?? throw new ArgumentException($"No decoder for {piece.From}.");
        private readonly TransferEncoder _encoder = TransportPlan.Encoder(piece.To) ?? throw new ArgumentException($"No encoder for {piece.To}.");
        private readonly byte[] _input = ArrayPool<byte>.Shared.Rent(RecodeAtOnce);
        private readonly byte[] _decoded = ArrayPool<byte>.Shared.Rent(TransferDecoder.MaxOutput(RecodeAtOnce));
        private byte[] _output = [];
        private long _at = piece.Start;
        private int _start;
        private int _end;
        private bool _last;

        public async ValueTask<int> Read(Memory<byte> into, CancellationToken cancel)
        {
            while (_start == _end)
            {
                if (_last) return 0;
                await Next(cancel);
            }

            var take = Math.Min(_end - _start, into.Length);
            _output.AsMemory(_start, take).CopyTo(into);
            _start += take;
            return take;
        }

        public void Dispose()
        {
            ArrayPool<byte>.Shared.Return(_input);
            ArrayPool<byte>.Shared.Return(_decoded);
            if (_output.Length > 0) ArrayPool<byte>.Shared.Return(_output);
        }

        private async ValueTask Next(CancellationToken cancel)
        {
            var wanted = (int)Math.Min(RecodeAtOnce, piece.End - _at);
            var read = wanted == 0 ? 0 : await blob.Read(_at, _input.AsMemory(0, wanted), cancel);
            if (read == 0 && wanted > 0) throw ShorterThanSaid();
            _at += read;
            _last = _at == piece.End;
            var decoded = _decoder.Decode(_input.AsSpan(0, read), _decoded, _last);
            if (_output.Length == 0) _output = ArrayPool<byte>.Shared.Rent(_encoder.MaxOutput(_decoded.Length));
            _start = 0;
            _end = _encoder.Encode(_decoded.AsSpan(0, decoded), _output, _last);
        }
    }
}
