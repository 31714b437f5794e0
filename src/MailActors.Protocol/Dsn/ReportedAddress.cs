using System.Globalization;
using System.Text;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;

namespace MailActors.Protocol.Dsn;

/// <summary>Addresses as the fields of a report write them (RFC 3464 §2.3, RFC 6533 §3).</summary>
internal static class ReportedAddress
{
    /// <param name="international">Whether UTF-8 may stand as it is.</param>
    public static string Final(MailAddress address, bool international)
    {
        var text = address.ToString();
        if (Ascii.IsValid(text)) return $"rfc822; {text}";
        return international ? $"utf-8; {text}" : $"utf-8; {InAscii(text)}";
    }

    /// <summary>Null when it does not look like one.</summary>
    public static string? Original(string? xtext)
    {
        if (xtext is null || !Ascii.IsValid(xtext) || !Xtext.IsPrintable(Encoding.ASCII.GetBytes(xtext))) return null;
        var type = xtext.IndexOf(';', StringComparison.Ordinal);
        return type < 1 ? null : $"{Xtext.Decode(xtext[..type])}; {Xtext.Decode(xtext[(type + 1)..])}";
    }

    /// <summary>utf-8-addr-xtext (RFC 6533 §3): <c>\x{HEX}</c> for what is not plain ASCII, and for the plus, the equals sign and the backslash.</summary>
    private static string InAscii(string text)
    {
        var ascii = new StringBuilder(text.Length * 2);
        foreach (var rune in text.EnumerateRunes())
        {
            if (rune.Value is > 0x20 and < 0x7F and not ('+' or '=' or '\\')) ascii.Append((char)rune.Value);
            else ascii.Append(CultureInfo.InvariantCulture, $"\\x{{{rune.Value:X2}}}");
        }

        return ascii.ToString();
    }
}
