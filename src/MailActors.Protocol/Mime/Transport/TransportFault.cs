namespace MailActors.Protocol.Mime.Transport;

/// <summary>Why a message can't be made into what a host can take.</summary>
public enum TransportFault
{
    /// <summary>A signature of somebody else would no longer hold.</summary>
    Signed,

    /// <summary>It has characters beyond ASCII in its header, and the host has no SMTPUTF8.</summary>
    HeaderUtf8,

    /// <summary>A header holds octets that nothing says how to read.</summary>
    HeaderOctets,

    /// <summary>A header line of more than 998 octets has no white space to be folded at.</summary>
    HeaderLine,

    /// <summary>The offending octets lie outside of all parts, or in a part of a type that must not be encoded.</summary>
    NoPart,

    /// <summary>A part is in an encoding that nobody here knows.</summary>
    UnknownEncoding,
}
