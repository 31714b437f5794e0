using System.Net;
using System.Text;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>One password for everybody.</summary>
internal sealed class FakeAuthenticator(FakeDirectory directory, string password) : IAuthenticator
{
    private static readonly byte[] Salt = Encoding.ASCII.GetBytes("0123456789abcdef");

    public int Tries { get; private set; }

    public bool Unavailable { get; set; }

    public async ValueTask<AuthResult> Verify(string login, string secret, IPAddress remote, CancellationToken cancel)
    {
        Tries++;
        if (Unavailable) return new AuthResult.Unavailable("test");
        return secret == password && await directory.FindAccount(login, cancel) is Lookup<Account>.Found found
            ? new AuthResult.Success(found.Value)
            : AuthResult.Failed.Instance;
    }

    public ValueTask<ScramLookup> ScramKeys(string login, IPAddress remote, CancellationToken cancel) =>
        new(new ScramLookup(login, Protocol.Sasl.ScramKeys.Derive(password, Salt, 4096), null));

    public async ValueTask<AuthResult> ScramFinished(ScramLookup keys, bool proven, IPAddress remote, CancellationToken cancel) =>
        proven && await directory.FindAccount(keys.Login, cancel) is Lookup<Account>.Found found ? new AuthResult.Success(found.Value) : AuthResult.Failed.Instance;
}
