using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Crash;

/// <summary>Several SMTP clients that send as fast as they are answered and write each answer into the ledger, until the node goes away.</summary>
internal static class LoadOfMail
{
    public static Task Run(NodeProcess node, Ledger ledger, IReadOnlyList<string> accounts, int clients, CancellationToken stop) =>
        Task.WhenAll(Enumerable.Range(0, clients).Select(n => Task.Run(() => Client(node, ledger, accounts, n, stop), CancellationToken.None)));

    private static async Task Client(NodeProcess node, Ledger ledger, IReadOnlyList<string> accounts, int number, CancellationToken stop)
    {
        try
        {
            await using var session = await MailSession.Connect(node.Smtp);
            if (!(await session.Reply()).StartsWith("220", StringComparison.Ordinal)) return;
            await session.Say("EHLO client.example.test");
            for (var i = 0; !stop.IsCancellationRequested; i++)
            {
                var account = accounts[(number + i) % accounts.Count];
                var id = $"{Guid.NewGuid():N}@load.test";
                await session.Say($"MAIL FROM:<load{number}@elsewhere.test>");
                await session.Say($"RCPT TO:<{account}>");
                if (!(await session.Say("DATA")).StartsWith("354", StringComparison.Ordinal)) return;
                ledger.Sent(id, account);
                var reply = await session.Say($"Message-ID: <{id}>\r\nSubject: load\r\n\r\n{new string('x', 900)}\r\n.");
                if (reply.Length >= 3) ledger.Answered(id, reply[0] == '2');
                else return;
            }
        }
        catch (Exception e) when (e is IOException or System.Net.Sockets.SocketException or OperationCanceledException)
        {
            // The node was killed under us: what was not answered stays unknown in the ledger.
        }
    }
}
