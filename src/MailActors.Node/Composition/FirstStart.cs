using System.Security.Cryptography;
using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;
using MailActors.Node.Settings;
using MailActors.Protocol.Addresses;

namespace MailActors.Node.Composition;

/// <summary>A store without a domain gets one to try with: example.test and the account demo in it, with a password made here and told once.</summary>
internal static class FirstStart
{
    public const string Domain = "example.test";

    /// <returns>The account's password when this was the first start, else null.</returns>
    public static async Task<string?> Run(IDirectoryAdmin admin, IMailboxes mailboxes, CancellationToken cancel)
    {
        if ((await admin.ListDomains(cancel).ConfigureAwait(false)).Count > 0) return null;
        var password = RandomNumberGenerator.GetString("abcdefghijkmnpqrstuvwxyz23456789", 16);
        await admin.AddDomain(Domain, defaultQuotaBytes: 0, catchAll: null, cancel).ConfigureAwait(false);
        var account = await admin.AddAccount(new MailAddress("demo", Domain), password, quotaBytes: null, cancel).ConfigureAwait(false);
        if (account.Value is { } made)
            await mailboxes.Ask(new MailboxCommands.OpenMailbox(made.Id, CommandId.New(), made.QuotaBytes, made.QuotaMessages), cancel: cancel).ConfigureAwait(false);
        return password;
    }

    /// <summary>For a first start that came to nothing: the next one will not be the first, and would not tell the password.</summary>
    public static string Account(string password) => $"The account demo@{Domain} has been made. Its password, told this once: {password}";

    /// <summary>Where to connect, and two lines to paste.</summary>
    public static string Words(NodeSettings settings, string password)
    {
        var (address, offset) = (settings.Bind is "0.0.0.0" or "::" ? "127.0.0.1" : settings.Bind, settings.PortOffset);
        return $"""

            A first account to try with:
              user      demo@{Domain}
              password  {password}

            Send yourself a mail:
              swaks --server {address}:{Ports.Submission + offset} --tls --auth PLAIN --auth-user demo@{Domain} --auth-password {password} --from demo@{Domain} --to demo@{Domain} --header "Subject: hello"
            Read it:
              curl --insecure --user demo@{Domain}:{password} "imaps://{address}:{Ports.Imaps + offset}/INBOX;MAILINDEX=1"

            """;
    }
}
