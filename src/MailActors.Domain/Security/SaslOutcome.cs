using MailActors.Domain.Directory;

namespace MailActors.Domain.Security;

/// <summary>What the session does next in an AUTH or AUTHENTICATE exchange.</summary>
public abstract record SaslOutcome
{
    private SaslOutcome() { }

    /// <summary>Send the challenge (base64, maybe empty) in the protocol's form, read one line, give it to <see cref="SaslExchange.Respond"/>.</summary>
    public sealed record Continue(string Challenge) : SaslOutcome;

    public sealed record Success(Account Account) : SaslOutcome;

    /// <param name="Wait">How long the session keeps the client waiting before it answers; zero mostly.</param>
    public sealed record Refused(SaslRefusal Reason, TimeSpan Wait = default) : SaslOutcome;
}

public enum SaslRefusal
{
    /// <summary>501 5.5.2, BAD.</summary>
    Malformed,

    /// <summary>500 5.5.6, BAD.</summary>
    TooLong,

    /// <summary>501 5.0.0, BAD: the client gave up.</summary>
    Aborted,

    /// <summary>535 5.7.8, NO [AUTHENTICATIONFAILED], -ERR [AUTH]. Too many tries look the same.</summary>
    Credentials,

    /// <summary>454 4.7.0, NO [UNAVAILABLE], -ERR [SYS/TEMP].</summary>
    Unavailable,
}
