using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Headers;
using System.Text;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Keeps the start of the first text in the message and makes the preview of it (RFC 8970 §3.1).</summary>
internal sealed class PreviewSource
{
    private const int PlainOctets = 2 * 1024;

    /// <summary>Style sheets and mark-up come first.</summary>
    private const int HtmlOctets = 16 * 1024;

    private PartNode? _part;
    private byte[] _kept = [];
    private int _count;

    public void Offer(PartNode part, FieldValues fields)
    {
        if (_part is not null || part.Type is not ("text/plain" or "text/html")) return;
        if (fields.TryGet(KnownField.ContentDisposition, out var disposition) && disposition.StartsWith("attachment"u8)) return;
        _part = part;
        _kept = new byte[part.Type == "text/html" ? HtmlOctets : PlainOctets];
    }

    public void Take(PartNode part, ReadOnlySpan<byte> content)
    {
        if (part != _part || _count == _kept.Length) return;
        var take = Math.Min(content.Length, _kept.Length - _count);
        content[..take].CopyTo(_kept.AsSpan(_count));
        _count += take;
    }

    public string Text()
    {
        if (_part is null || TransferDecoder.For(_part.Encoding) is not { } decoder) return "";
        var decoded = new byte[TransferDecoder.MaxOutput(_count)];
        var length = decoder.Decode(_kept.AsSpan(0, _count), decoded, last: false);
        var octets = decoded.AsSpan(0, length);
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
        var folded = new StringBuilder(MimeLimits.Preview);
        var blank = false;
        foreach (var character in text)
        {
            if (char.IsWhiteSpace(character) || char.IsControl(character))
            {
                blank = folded.Length > 0;
                continue;
            }

            if (folded.Length + (blank ? 2 : 1) > MimeLimits.Preview) break;
            if (blank) folded.Append(' ');
            blank = false;
            folded.Append(character);
        }

        if (folded.Length > 0 && char.IsHighSurrogate(folded[^1])) folded.Length--;
        return folded.ToString();
    }
}
