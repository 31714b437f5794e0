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
    private readonly TransferDecoder? _decoder;
    private readonly byte[] _encoded = [];
    private readonly byte[] _decoded = [];
    private ReadOnlyMemory<byte> _waiting;
    private long _read;

    /// <param name="decoder">Null: the octets are the content.</param>
    private DecodedContent(IBlobReader blob, Extent content, TransferDecoder? decoder)
    {
        _blob = blob;
        _content = content;
        _decoder = decoder;
        if (decoder is null) return;
        var piece = (int)Math.Min(Piece, content.Length);
        _encoded = new byte[piece];
        _decoded = new byte[TransferDecoder.MaxOutput(piece)];
    }

    /// <summary>Null when the encoding is not known: NO [UNKNOWN-CTE].</summary>
    public static DecodedContent? Open(IBlobReader blob, MimePart part) =>
        IsPlain(part) ? Undecoded(blob, part) : TransferDecoder.For(part.Encoding) is { } decoder ? new(blob, part.Content, decoder) : null;

    /// <summary>The octets as they lie there.</summary>
    public static DecodedContent Undecoded(IBlobReader blob, MimePart part) => new(blob, part.Content, null);

    /// <summary>Octets when decoded; null when the encoding is not known. Reads the part to its end.</summary>
    public static async ValueTask<long?> Measure(IBlobReader blob, MimePart part, CancellationToken cancel)
    {
        if (IsPlain(part)) return part.Content.Length;
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
        if (_decoder is null) return await Next(into, cancel);
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
        if (_decoder is null) _read += skipped = Math.Min(octets, _content.Length - _read);
        while (_decoder is not null && skipped < octets && await Fill(cancel))
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
            var read = await Next(_encoded, cancel);
            _waiting = _decoded.AsMemory(0, _decoder!.Decode(_encoded.AsSpan(0, read), _decoded, last: _read == _content.Length));
        }

        return !_waiting.IsEmpty;
    }

    /// <summary>The next octets as they lie there; 0 at the end only.</summary>
    private async ValueTask<int> Next(Memory<byte> into, CancellationToken cancel)
    {
        var wanted = (int)Math.Min(into.Length, _content.Length - _read);
        if (wanted == 0) return 0;
        var read = await _blob.Read(_content.Offset + _read, into[..wanted], cancel);
        if (read == 0) throw new StorageException(StorageFault.Damaged, "A message ends before its summary says.");
        _read += read;
        return read;
    }

    private static bool IsPlain(MimePart part) => part.Encoding is "7bit" or "8bit" or "binary";
}
