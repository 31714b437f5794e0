using System.Net;
using MailActors.Domain.Directory;
using MailActors.Protocol.Sasl;

namespace MailActors.Domain.Security;

/// <summary>Tells whether somebody is who they say. Wrong password, unknown user and disabled account look and last the same from outside.
/// Hashing runs at most once per core at a time; failures are throttled per address (IPv6: per /64) and per account.</summary>
public interface IAuthenticator
{
    /// <summary>Password log-in (PLAIN, LOGIN, USER/PASS): the account's password or one of its app passwords.</summary>
    ValueTask<AuthResult> Verify(string login, string password, IPAddress remote, CancellationToken cancel);

    /// <summary>The SCRAM-SHA-256 keys of a login, or stable fake ones for a login there is not (RFC 5802 §5, no user enumeration).</summary>
    ValueTask<ScramLookup> ScramKeys(string login, IPAddress remote, CancellationToken cancel);

    /// <summary>Told the outcome of a SCRAM exchange, which is verified by the mechanism itself.</summary>
    ValueTask<AuthResult> ScramFinished(ScramLookup keys, bool proven, IPAddress remote, CancellationToken cancel);
}

public abstract record AuthResult
{
    private AuthResult() { }

    public sealed record Success(Account Account) : AuthResult;

    /// <summary>Wrong credentials, or an account that is unknown or disabled.</summary>
    public sealed record Failed : AuthResult
    {
        public static readonly Failed Instance = new();
    }

    /// <summary>Too many failures; nothing was hashed. The session waits and says the same words as for Failed.</summary>
    public sealed record Throttled(TimeSpan Wait) : AuthResult;

    /// <summary>Cannot tell: 454, NO [UNAVAILABLE], -ERR [SYS/TEMP].</summary>
    public sealed record Unavailable(string Reason) : AuthResult;
}

/// <param name="Refusal">Non-null: refuse without going on.</param>
public sealed record ScramLookup(string Login, ScramKeys? Keys, AuthResult? Refusal)
{
    /// <summary>Those that the client proved to hold, once it did.</summary>
    public ScramKeys? Proven { get; init; }
}
