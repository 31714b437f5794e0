using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>Address literals (RFC 5321 §4.1.3): <c>[192.0.2.1]</c> and <c>[IPv6:2001:db8::1]</c>. General literals have no registered use and are refused.</summary>
internal static class AddressLiteral
{
    private const string Ipv6Tag = "IPv6:";

    public static AddressFault Read(ReadOnlySpan<byte> utf8, out string? literal)
    {
        literal = null;
        if (utf8.Length is < 3 or > 64 || utf8[^1] != ']' || !Ascii.IsValid(utf8)) return AddressFault.BadDomain;
        var inside = Encoding.ASCII.GetString(utf8[1..^1]);
        if (inside.StartsWith(Ipv6Tag, StringComparison.OrdinalIgnoreCase))
        {
            var text = inside.AsSpan(Ipv6Tag.Length);
            if (text.IndexOfAny('%', '[', '/') >= 0 || !IPAddress.TryParse(text, out var v6) || v6.AddressFamily != AddressFamily.InterNetworkV6)
                return AddressFault.BadDomain;
            literal = $"[{Ipv6Tag}{v6}]";
            return AddressFault.None;
        }

        if (!IsDottedQuad(inside)) return AddressFault.BadDomain;
        literal = $"[{inside}]";
        return AddressFault.None;
    }

    /// <summary>Four decimal numbers; IPAddress.TryParse would also read octal, hexadecimal and short forms.</summary>
    private static bool IsDottedQuad(ReadOnlySpan<char> text)
    {
        var parts = 0;
        foreach (var range in text.Split('.'))
        {
            var part = text[range];
            if (++parts > 4 || part.Length is 0 or > 3 || (part.Length > 1 && part[0] == '0') || part.ContainsAnyExceptInRange('0', '9')) return false;
            if (int.Parse(part, System.Globalization.CultureInfo.InvariantCulture) > 255) return false;
        }

        return parts == 4;
    }
}
