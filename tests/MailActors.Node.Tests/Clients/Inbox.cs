using System.Diagnostics;
using MailActors.Node.Tests.Running;
using MailKit;
using MailKit.Net.Imap;
using MailKit.Security;

namespace MailActors.Node.Tests.Clients;

/// <summary>Looks into an account's INBOX with MailKit.</summary>
internal static class Inbox
{
    public static async Task<ImapClient> LogIn(NodeProcess node, string account, string password = "secret")
    {
        var client = new ImapClient { ServerCertificateValidationCallback = (_, _, _, _) => true };
        await client.ConnectAsync("127.0.0.1", node.Imaps, SecureSocketOptions.SslOnConnect);
        await client.AuthenticateAsync(account, password);
        return client;
    }

    public static async Task<int> Count(NodeProcess node, string account)
    {
        using var client = await LogIn(node, account);
        var status = await client.GetFolderAsync("INBOX");
        await status.StatusAsync(StatusItems.Count);
        return status.Count;
    }

    /// <summary>Delivery follows the 250 at once, not before it: waits for it.</summary>
    public static async Task WaitFor(NodeProcess node, string account, int count)
    {
        using var client = await LogIn(node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        var patience = Stopwatch.StartNew();
        while (client.Inbox.Count < count)
        {
            if (patience.Elapsed.TotalSeconds > 30) throw new TimeoutException($"{account} has {client.Inbox.Count} of {count} messages.\n{node.Log}");
            await Task.Delay(50);
            await client.NoOpAsync();
        }
    }

    public static async Task<string> OnlyMessage(NodeProcess node, string account)
    {
        await WaitFor(node, account, 1);
        using var client = await LogIn(node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        if (client.Inbox.Count != 1) throw new InvalidOperationException($"{account} has {client.Inbox.Count} messages.");
        using var stream = await client.Inbox.GetStreamAsync(0);
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync();
    }
}
