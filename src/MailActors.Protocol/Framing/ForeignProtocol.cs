namespace MailActors.Protocol.Framing;

/// <summary>Knows the first line of those who mean another server: a browser, made to send mail or to show what we echo (ALPACA, USENIX Security 2021), or a
/// TLS client on a port that begins in the clear.</summary>
public static class ForeignProtocol
{
    /// <summary>A request line of HTTP (RFC 9112 §3): method, target, version; or the first octets of a TLS record or an SSLv2 hello.</summary>
    public static bool Speaks(ReadOnlySpan<byte> line)
    {
        if (line.IsEmpty) return false;
        if (line[0] is 0x16 or 0x80) return true;
        var space = line.IndexOf((byte)' ');
        if (space <= 0 || line[..space].ContainsAnyExceptInRange((byte)'A', (byte)'Z')) return false;
        var version = line[(line.LastIndexOf((byte)' ') + 1)..];
        return version.StartsWith("HTTP/"u8);
    }
}
