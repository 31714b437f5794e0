using MailActors.Protocol.Sasl;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>How a session with a host is opened.</summary>
/// <param name="HostName">What we call ourselves.</param>
/// <param name="Secure">The connection is under TLS from its first octet.</param>
public sealed record OpeningPlan(string HostName, bool Lmtp, StartTlsUse StartTls, bool Secure)
{
    /// <summary>Null: no AUTH.</summary>
    public SaslClient? Credentials { get; init; }

    /// <summary>A host that calls itself as we do is ourselves.</summary>
    public bool RefuseOwnName { get; init; }
}

public enum StartTlsUse
{
    Never,
    WhenOffered,
    Required,
}

/// <summary>What the caller of <see cref="OpeningDialogue"/> does next.</summary>
public enum OpeningStep
{
    /// <summary>Send what was written, if anything was, and read a reply.</summary>
    Read,

    /// <summary>Do the handshake, unless anything has come behind the reply.</summary>
    StartTls,

    /// <summary>Mail may go.</summary>
    Ready,

    /// <summary>See <see cref="OpeningDialogue.Failure"/>.</summary>
    Failed,
}

public enum OpeningFault
{
    /// <summary>The host said no to our greeting, for good or for now.</summary>
    Refused,

    /// <summary>421, a reply that makes no sense, or none.</summary>
    Broken,

    /// <summary>TLS is a must and the host doesn't offer it, or refused it.</summary>
    NoTls,

    /// <summary>There is no way of proving ourselves that both sides know and that shows the password to nobody.</summary>
    NoMechanism,

    /// <summary>The host doesn't take our credentials.</summary>
    NotAuthenticated,

    /// <summary>The host is ourselves.</summary>
    OwnName,
}

/// <param name="Reply">What the host said, if that decided.</param>
public sealed record OpeningFailure(OpeningFault Fault, RemoteReply? Reply);
