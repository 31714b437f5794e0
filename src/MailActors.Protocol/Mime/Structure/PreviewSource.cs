using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Keeps the start of the first text in the message and makes the preview of it (RFC 8970 §3.1).</summary>
internal sealed class PreviewSource
{
    /// <summary>Enough for the preview, even where every character takes four octets or much is white space.</summary>
    private const int PlainOctets = 1024;

    /// <summary>Quoted-printable makes three of one.</summary>
    private const int EncodedOctets = 2 * 1024;

    /// <summary>Style sheets and mark-up come first.</summary>
    private const int HtmlOctets = 16 * 1024;

    private PartNode? _part;
    private byte[] _kept = [];
    private int _count;
    private int _most;

    public void Offer(PartNode part, FieldValues fields)
    {
        if (_part is not null || part.Type is not ("text/plain" or "text/html")) return;
        if (fields.TryGet(KnownField.ContentDisposition, out var disposition) && disposition.StartsWith("attachment"u8)) return;
        _part = part;
        _most = part.Type == "text/html" ? HtmlOctets : part.Encoding is "7bit" or "8bit" ? PlainOctets : EncodedOctets;
    }

    public void Take(PartNode part, ReadOnlySpan<byte> content)
    {
        if (part != _part || _count == _most) return;
        var take = Math.Min(content.Length, _most - _count);
        if (_kept.Length < _count + take) Array.Resize(ref _kept, Math.Min(_most, Math.Max(_count + take, _kept.Length * 2)));
        content[..take].CopyTo(_kept.AsSpan(_count));
        _count += take;
    }

    public string Text()
    {
        if (_part is null || TransferDecoder.For(_part.Encoding) is not { } decoder) return "";
        ReadOnlySpan<byte> octets = _kept.AsSpan(0, _count);
        if (_part.Encoding is not ("7bit" or "8bit"))
        {
            var decoded = new byte[TransferDecoder.MaxOutput(_count)];
            octets = decoded.AsSpan(0, decoder.Decode(octets, decoded, last: false));
        }

        var text = Charsets.Find(_part.Charset) is { } charset ? charset.GetString(octets) : Decode(octets);
        return Fold(_part.Type == "text/html" ? HtmlText.Plain(text, MimeLimits.Preview * 4) : text);
    }

    /// <summary>The end may be in the middle of a character.</summary>
    private static string Decode(ReadOnlySpan<byte> octets)
    {
        var end = octets.Length;
        while (end > 0 && octets.Length - end < 3 && octets[end - 1] >= 0x80) end--;
        return Charsets.DecodeUnlabelled(octets[..end]);
    }

    private static string Fold(string text)
    {
        Span<char> folded = stackalloc char[MimeLimits.Preview];
        var length = 0;
        var blank = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                blank = length > 0;
                continue;
            }

            if (length + (blank ? 2 : 1) > folded.Length) break;
            if (blank) folded[length++] = ' ';
            blank = false;
            folded[length++] = character;
        }

        if (length > 0 && char.IsHighSurrogate(folded[length - 1])) length--;
        return new(folded[..length]);
    }
}
