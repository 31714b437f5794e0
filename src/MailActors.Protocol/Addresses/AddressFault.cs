namespace MailActors.Protocol.Addresses;

/// <summary>What is wrong with an address as written.</summary>
public enum AddressFault
{
    None = 0,
    Syntax,

    /// <summary>The local part has more than 64 octets (RFC 5321 §4.5.3.1.1).</summary>
    LocalPartTooLong,

    /// <summary>The domain has more than 255 octets (RFC 5321 §4.5.3.1.2), or a label more than 63.</summary>
    DomainTooLong,

    /// <summary>The path has more than 256 octets (RFC 5321 §4.5.3.1.3).</summary>
    PathTooLong,

    /// <summary>A control character, an invisible character, or octets that are not UTF-8.</summary>
    ForbiddenCharacter,

    /// <summary>Not a host name: an empty label, a hyphen at an edge, a label that is not IDNA, a numeric top level, a bad literal.</summary>
    BadDomain,
}
