using MailActors.Node.Tests.Running;
using MailKit.Net.Imap;
using MailKit.Net.Pop3;
using MailKit.Net.Smtp;
using MailKit.Security;
using Xunit;

namespace MailActors.Node.Tests.Clients;

/// <summary>SCRAM by a client nobody here wrote, which also checks that the server knows the password.</summary>
[Collection(nameof(RunningNode))]
public class ScramClientTests(RunningNode running)
{
    private NodeProcess Node => running.Node;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Imap(bool bound)
    {
        var account = await running.NewAccount();
        using var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", Node.Imaps, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(Mechanism(account, "secret", bound));
        Assert.True(client.IsAuthenticated);

        using var wrong = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await wrong.ConnectAsync("127.0.0.1", Node.Imap, SecureSocketOptions.StartTls);
        await Assert.ThrowsAsync<MailKit.Security.AuthenticationException>(() => wrong.AuthenticateAsync(Mechanism(account, "wrong", bound)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Pop3(bool bound)
    {
        var account = await running.NewAccount();
        using var client = new Pop3Client { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", Node.Pop3, SecureSocketOptions.StartTls);
        await client.AuthenticateAsync(Mechanism(account, "secret", bound));
        Assert.Equal(0, client.Count);

        using var wrong = new Pop3Client { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await wrong.ConnectAsync("127.0.0.1", Node.Pop3s, SecureSocketOptions.SslOnConnect);
        await Assert.ThrowsAsync<MailKit.Security.AuthenticationException>(() => wrong.AuthenticateAsync(Mechanism(account, "wrong", bound)));
    }

    [Fact]
    public async Task Submission_with_the_channel_bound()
    {
        var account = await running.NewAccount();
        using var client = new SmtpClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", Node.Submission, SecureSocketOptions.StartTls);
        await client.AuthenticateAsync(Mechanism(account, "secret", bound: true));
        Assert.True(client.IsAuthenticated);
    }

    [Fact]
    public async Task An_app_password()
    {
        var account = await running.NewAccount();
        var made = await Node.Mailctl("app-password", "add", account, "phone", "--json");
        var password = System.Text.RegularExpressions.Regex.Match(made.Output, "([a-z2-9]{6}-){3}[a-z2-9]{6}").Value;
        Assert.True(password.Length > 0, made.Everything);

        foreach (var right in new[] { password, "secret" })
        {
            using var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
            await client.ConnectAsync("127.0.0.1", Node.Imaps, SecureSocketOptions.SslOnConnect);
            await client.AuthenticateAsync(Mechanism(account, right, bound: true));
            Assert.True(client.IsAuthenticated);
        }

        Assert.Contains("phone", (await Node.Mailctl("app-password", "list", account)).Output);
    }

    private static SaslMechanism Mechanism(string user, string password, bool bound) =>
        bound ? new SaslMechanismScramSha256Plus(user, password) : new SaslMechanismScramSha256(user, password);
}
