using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>Host names (RFC 5321 §2.3.5, RFC 1123 §2.1) and their international form (RFC 5890), to lower case A-labels.</summary>
internal static class DomainName
{
    private const int MaxLabel = 63;

    // Punycode both ways and its re-encoding check; the character rules are ours.
    private static readonly IdnMapping Idn = new() { UseStd3AsciiRules = true, AllowUnassigned = false };

    private static readonly SearchValues<byte> HostOctets = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-."u8);

    public static AddressFault Read(ReadOnlySpan<byte> utf8, out string? domain)
    {
        domain = null;
        if (utf8.IsEmpty) return AddressFault.BadDomain;
        Span<byte> lower = stackalloc byte[AddressParser.MaxDomain];
        if (Ascii.ToLower(utf8, lower, out var length) == OperationStatus.Done)
        {
            var ascii = lower[..length];
            if (ascii.ContainsAnyExcept(HostOctets)) return AddressFault.BadDomain;
            var fault = CheckLabels(ascii);
            if (fault != AddressFault.None) return fault;
            domain = Encoding.ASCII.GetString(ascii);
            return ascii.IndexOf("xn--"u8) >= 0 ? CheckALabels(domain, ref domain) : AddressFault.None;
        }

        if (Ascii.IsValid(utf8) || utf8.Length > 4 * AddressParser.MaxDomain) return AddressFault.DomainTooLong;
        return AddressText.TryDecode(utf8, out var text) ? ToALabels(Nfc.Normalize(text.ToLowerInvariant()), out domain) : AddressFault.ForbiddenCharacter;
    }

    private static AddressFault CheckLabels(ReadOnlySpan<byte> domain)
    {
        var last = ReadOnlySpan<byte>.Empty;
        foreach (var range in domain.Split((byte)'.'))
        {
            last = domain[range];
            if (last.Length > MaxLabel) return AddressFault.DomainTooLong;
            if (last.IsEmpty || last[0] == '-' || last[^1] == '-') return AddressFault.BadDomain;
        }

        // RFC 3696 §2: no numeric top level; such a name is an address without its brackets.
        return last.ContainsAnyExceptInRange((byte)'0', (byte)'9') ? AddressFault.None : AddressFault.BadDomain;
    }

    /// <summary>An A-label must be what its U-label encodes to (RFC 5890 §2.3.2.1), or two spellings would be one name.</summary>
    private static AddressFault CheckALabels(string ascii, ref string? domain)
    {
        try
        {
            if (ToALabels(Idn.GetUnicode(ascii), out var again) == AddressFault.None && again == ascii) return AddressFault.None;
        }
        catch (ArgumentException)
        {
            // not punycode
        }

        domain = null;
        return AddressFault.BadDomain;
    }

    private static AddressFault ToALabels(string text, out string? domain)
    {
        domain = null;
        if (Nfc.Normalize(text) != text) return AddressFault.BadDomain;
        foreach (var label in text.Split('.'))
        {
            foreach (var rune in label.EnumerateRunes())
                if (!AddressCharacters.IsAllowedInLabel(rune)) return AddressFault.BadDomain;
        }

        try
        {
            var ascii = Idn.GetAscii(text);
            if (ascii.Length > AddressParser.MaxDomain) return AddressFault.DomainTooLong;
            var fault = CheckLabels(Encoding.ASCII.GetBytes(ascii));
            if (fault == AddressFault.None) domain = ascii;
            return fault;
        }
        catch (ArgumentException)
        {
            return AddressFault.BadDomain;
        }
    }
}
