using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>Reads addresses as RFC 5321 §4.1.2 and RFC 6531 §3.3 write them, and makes the one canonical form of each. Source routes are read and dropped
/// (RFC 5321 §3.6.1). What has passed here holds no control character, so it can go into a header, a reply or a log as it is.</summary>
public static class AddressParser
{
    public const int MaxLocalPart = 64;
    public const int MaxDomain = 255;
    public const int MaxPath = 256;

    /// <summary>A mailbox, <c>local@domain</c>, and nothing else.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out MailAddress? address)
    {
        address = null;
        if (text is null || text.Length > 2 * MaxPath) return false;
        Span<byte> utf8 = stackalloc byte[6 * MaxPath];
        return Encoding.UTF8.TryGetBytes(text, utf8, out var length) && TryParse(utf8[..length], out address);
    }

    /// <inheritdoc cref="TryParse(string?, out MailAddress?)"/>
    public static bool TryParse(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out MailAddress? address)
    {
        var reader = new AddressReader(utf8);
        address = reader.ReadMailbox();
        if (reader.Fault == AddressFault.None && reader.Position == utf8.Length) return address is not null;
        address = null;
        return false;
    }

    /// <summary>A path in angle brackets at the start of <paramref name="text"/>. The empty path <c>&lt;&gt;</c> gives a null address and no fault.</summary>
    /// <param name="length">How far the path reaches; undefined with a fault.</param>
    public static AddressFault ReadPath(ReadOnlySpan<byte> text, out MailAddress? address, out int length)
    {
        var reader = new AddressReader(text);
        address = reader.ReadPath();
        length = reader.Position;
        if (reader.Fault != AddressFault.None) address = null;
        return reader.Fault;
    }

    /// <summary>A domain alone, to its canonical form: lower case A-labels without a trailing dot, or an address literal.</summary>
    public static bool TryParseDomain(string? text, [NotNullWhen(true)] out string? domain)
    {
        domain = null;
        if (text is null || text.Length > 2 * MaxDomain) return false;
        Span<byte> utf8 = stackalloc byte[6 * MaxDomain];
        if (!Encoding.UTF8.TryGetBytes(text, utf8, out var length)) return false;
        var reader = new AddressReader(utf8[..length]);
        domain = reader.ReadDomain();
        if (reader.Fault != AddressFault.None || reader.Position != length) domain = null;
        return domain is not null;
    }

    /// <summary>The local part as it goes on the wire: as it is when it is a dot-string, otherwise in quotes.</summary>
    internal static string Quote(string localPart)
    {
        if (AddressCharacters.IsDotString(localPart)) return localPart;
        var quoted = new StringBuilder(localPart.Length + 4).Append('"');
        foreach (var c in localPart)
        {
            if (c is '"' or '\\') quoted.Append('\\');
            quoted.Append(c);
        }

        return quoted.Append('"').ToString();
    }
}
