using System.Net;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>Knows user@example.test with the password "secret".</summary>
internal sealed class OneUser : IAuthenticator
{
    public static readonly Account Account = new(new AccountId(7), new MailAddress("user", "example.test"), false, 0, 0, 0, 1);

    private static readonly ScramKeys Keys = Protocol.Sasl.ScramKeys.Derive("secret", new byte[16], 4096);

    public AuthResult? Always { get; set; }

    public ValueTask<AuthResult> Verify(string login, string password, IPAddress remote, CancellationToken cancel) =>
        new(Always ?? (login == "user@example.test" && password == "secret" ? new AuthResult.Success(Account) : AuthResult.Failed.Instance));

    public ValueTask<ScramLookup> ScramKeys(string login, IPAddress remote, CancellationToken cancel) => new(new ScramLookup(login, Keys, null));

    public ValueTask<AuthResult> ScramFinished(ScramLookup keys, bool proven, IPAddress remote, CancellationToken cancel) =>
        new(proven ? new AuthResult.Success(Account) : AuthResult.Failed.Instance);
}
