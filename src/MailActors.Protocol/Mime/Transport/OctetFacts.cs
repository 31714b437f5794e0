namespace MailActors.Protocol.Mime.Transport;

/// <summary>What about some octets decides how they can be sent.</summary>
[Flags]
public enum OctetFacts
{
    None = 0,

    /// <summary>Octets above 127.</summary>
    HighBit = 1,

    /// <summary>More than 998 octets between two line ends (RFC 5321 §4.5.3.1.6).</summary>
    LongLine = 2,

    /// <summary>A CR or LF that is no line end.</summary>
    BareNewline = 4,

    Nul = 8,

    /// <summary>What only BODY=BINARYMIME may carry (RFC 2045 §2.9).</summary>
    Binary = LongLine | BareNewline | Nul,
}
