namespace MailActors.Protocol.Mime;

/// <summary>Where reading a message stops looking. Nothing beyond is lost: it stays in the message, only not taken apart.</summary>
public static class MimeLimits
{
    /// <summary>Parts inside parts; the next one down counts as application/octet-stream. Also guards all who walk the tree recursively.</summary>
    public const int Depth = 100;

    public const int Parts = 10_000;

    /// <summary>Parameters of one field (RFC 2231 continuations each count).</summary>
    public const int Parameters = 100;

    /// <summary>Octets of one header field that are read.</summary>
    public const int Field = 100 * 1024;

    /// <summary>Octets of field values kept over all parts of one message.</summary>
    public const int Fields = 1024 * 1024;

    /// <summary>Entries of one address list.</summary>
    public const int Addresses = 10_000;

    /// <summary>RFC 2046 §5.1.1 allows 70 octets; some write more.</summary>
    public const int Boundary = 200;

    /// <summary>Characters of one decoded value that SEARCH compares.</summary>
    public const int SearchField = 4_096;

    /// <summary>Characters (RFC 8970 §3.1).</summary>
    public const int Preview = 200;
}
