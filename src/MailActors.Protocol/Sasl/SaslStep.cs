namespace MailActors.Protocol.Sasl;

/// <summary>What a mechanism wants done next. It does no I/O: what it needs of the directory it asks for by name.</summary>
public abstract record SaslStep
{
    private SaslStep() { }

    /// <summary>Send these octets and come back with the client's response.</summary>
    public sealed record Challenge(byte[] Octets) : SaslStep;

    /// <summary>Check this password; the mechanism has nothing more to say. Both texts are prepared (NFC, no control characters).</summary>
    public sealed record NeedsPassword(string Login, string Password) : SaslStep;

    /// <summary>Look the keys up and go on with <see cref="ScramSha256.ContinueWith"/>.</summary>
    public sealed record NeedsScramKeys(string Login) : SaslStep;

    /// <summary>The client has proven to know the password. <paramref name="FinalMessage"/> still goes to it, as a challenge
    /// that it answers with nothing, before the protocol says success.</summary>
    /// <param name="Keys">Of the password it was.</param>
    public sealed record Proven(string Login, byte[] FinalMessage, ScramKeys Keys) : SaslStep;

    public sealed record Failed(SaslFailure Reason) : SaslStep;
}

public enum SaslFailure
{
    /// <summary>Not base64, or not in the form of the mechanism.</summary>
    Malformed,

    /// <summary>A response of more than <see cref="SaslLine.MaxOctets"/>.</summary>
    TooLong,

    /// <summary>The client sent <c>*</c>.</summary>
    Aborted,

    /// <summary>The authorization identity is not the one that logs in; acting for others is not offered.</summary>
    AuthorizationRefused,

    /// <summary>Not a binding of this connection, or a downgrade: somebody sits in between.</summary>
    ChannelBinding,

    /// <summary>The proof does not fit the keys: a wrong password.</summary>
    WrongProof,
}
