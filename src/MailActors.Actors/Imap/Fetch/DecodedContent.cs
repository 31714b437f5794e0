using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;
using MailActors.Protocol.Mime.Decoding;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>The content of one part out of its transfer encoding, read from the start in pieces (RFC 3516 §4.2).</summary>
internal sealed class DecodedContent
{
    private const int Piece = 16 * 1024;

    private readonly IBlobReader _blob;
    private readonly Extent _content;
    private readonly TransferDecoder _decoder;
    private readonly byte[] _encoded = new byte[Piece];
    private readonly byte[] _decoded = new byte[TransferDecoder.MaxOutput(Piece)];
    private ReadOnlyMemory<byte> _waiting;
    private long _read;

    private DecodedContent(IBlobReader blob, Extent content, TransferDecoder decoder)
    {
        _blob = blob;
        _content = content;
        _decoder = decoder;
    }

    /// <summary>Null when the encoding is not known: NO [UNKNOWN-CTE].</summary>
    public static DecodedContent? Open(IBlobReader blob, MimePart part) =>
        TransferDecoder.For(part.Encoding) is { } decoder ? new(blob, part.Content, decoder) : null;

    /// <summary>The octets as they lie there.</summary>
    public static DecodedContent Undecoded(IBlobReader blob, MimePart part) => new(blob, part.Content, TransferDecoder.For("binary")!);

    /// <summary>Octets when decoded; null when the encoding is not known. Reads the part to its end.</summary>
    public static async ValueTask<long?> Measure(IBlobReader blob, MimePart part, CancellationToken cancel)
    {
        if (part.Encoding is "7bit" or "8bit" or "binary") return part.Content.Length;
        if (Open(blob, part) is not { } content) return null;
        long size = 0;
        while (await content.Fill(cancel))
        {
            size += content._waiting.Length;
            content._waiting = default;
        }

        return size;
    }

    /// <summary>Returns 0 at the end only.</summary>
    public async ValueTask<int> Read(Memory<byte> into, CancellationToken cancel)
    {
        if (!await Fill(cancel)) return 0;
        var count = Math.Min(_waiting.Length, into.Length);
        _waiting[..count].CopyTo(into);
        _waiting = _waiting[count..];
        return count;
    }

    /// <summary>Passes over octets; fewer are there when it returns less.</summary>
    public async ValueTask<long> Skip(long octets, CancellationToken cancel)
    {
        long skipped = 0;
        while (skipped < octets && await Fill(cancel))
        {
            var count = (int)Math.Min(octets - skipped, _waiting.Length);
            _waiting = _waiting[count..];
            skipped += count;
        }

        return skipped;
    }

    /// <summary>False at the end.</summary>
    private async ValueTask<bool> Fill(CancellationToken cancel)
    {
        while (_waiting.IsEmpty && _read < _content.Length)
        {
            var wanted = (int)Math.Min(Piece, _content.Length - _read);
            var read = await _blob.Read(_content.Offset + _read, _encoded.AsMemory(0, wanted), cancel);
            if (read == 0) throw new StorageException(StorageFault.Damaged, "A message ends before its summary says.");
            _read += read;
            _waiting = _decoded.AsMemory(0, _decoder.Decode(_encoded.AsSpan(0, read), _decoded, last: _read == _content.Length));
        }

        return !_waiting.IsEmpty;
    }
}
