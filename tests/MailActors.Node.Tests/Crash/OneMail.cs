using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Crash;

/// <summary>One message whose data waits to be sent: the moment at which a fault can be put in its way.</summary>
internal sealed class OneMail : IAsyncDisposable
{
    private readonly MailSession _session;
    private readonly Ledger _ledger;
    private readonly string _account;

    private OneMail(MailSession session, Ledger ledger, string account)
    {
        _session = session;
        _ledger = ledger;
        _account = account;
    }

    public static async Task<OneMail> Begin(NodeProcess node, Ledger ledger, string account)
    {
        var session = await MailSession.Connect(node.Smtp);
        await session.Reply();
        await session.Say("EHLO client.example.test");
        await session.Say("MAIL FROM:<one@elsewhere.test>");
        await session.Say($"RCPT TO:<{account}>");
        var ready = await session.Say("DATA");
        if (!ready.StartsWith("354", StringComparison.Ordinal)) throw new InvalidOperationException($"DATA was answered {ready}");
        return new(session, ledger, account);
    }

    /// <summary>Sends it; the reply, empty when the node went away. The ledger knows of both.</summary>
    public async Task<string> Send(string body = "one")
    {
        var id = $"{Guid.NewGuid():N}@load.test";
        _ledger.Sent(id, _account);
        var reply = "";
        try
        {
            reply = await _session.Say($"Message-ID: <{id}>\r\nSubject: one\r\n\r\n{body}\r\n.");
        }
        catch (IOException)
        {
            // The node went away while it was being told.
        }

        if (reply.Length >= 3) _ledger.Answered(id, reply[0] == '2');
        return reply;
    }

    public ValueTask DisposeAsync() => _session.DisposeAsync();
}
