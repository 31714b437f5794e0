using System.Globalization;

namespace MailActors.Protocol.Pop3;

/// <summary>How messages are named and listed.</summary>
public static class Maildrop
{
    /// <summary>Octets of the longest line of a listing.</summary>
    public const int MaxLine = 48;

    /// <summary>RFC 1939 §7 UIDL: the same for ever, since UIDVALIDITY and UID are, and never given to another message.</summary>
    public static int WriteUid(int message, uint uidValidity, uint uid, Span<byte> into) =>
        System.Text.Unicode.Utf8.TryWrite(into, CultureInfo.InvariantCulture, $"{message} {uidValidity:x8}{uid:x8}\r\n", out var written) ? written : 0;

    /// <summary>A scan listing (RFC 1939 §5 LIST).</summary>
    public static int WriteSize(int message, long octets, Span<byte> into) =>
        System.Text.Unicode.Utf8.TryWrite(into, CultureInfo.InvariantCulture, $"{message} {octets}\r\n", out var written) ? written : 0;
}
