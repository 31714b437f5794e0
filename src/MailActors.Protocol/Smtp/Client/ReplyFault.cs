namespace MailActors.Protocol.Smtp.Client;

/// <summary>Why what a host said is no reply. Nothing after it on the connection can be understood.</summary>
public enum ReplyFault
{
    None,

    /// <summary>A line begins with no code of RFC 5321 §4.2.1.</summary>
    NoCode,

    /// <summary>The lines of one reply have different codes.</summary>
    MixedCodes,

    /// <summary>An octet of zero.</summary>
    Nul,

    TooLong,
}
