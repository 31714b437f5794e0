using System.Text;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Outbound;

/// <summary>A node whose mail for all other hosts goes to one that does as the test says.</summary>
internal sealed class SendingNode : IAsyncDisposable
{
    internal SendingNode(NodeProcess process, Sink sink, string account) => (Process, Sink, Account) = (process, sink, account);

    public NodeProcess Process { get; }

    public Sink Sink { get; }

    public string Account { get; }

    /// <param name="limits">The account is kept to what it may send in a day, as shipped.</param>
    public static async Task<SendingNode> Start(Dictionary<string, string>? settings = null, bool limits = false)
    {
        var sink = new Sink();
        var all = new Dictionary<string, string>(settings ?? [])
        {
            ["MAILACTORS__OUTBOUND__ROUTES__0__DOMAIN"] = "*",
            ["MAILACTORS__OUTBOUND__ROUTES__0__VIA"] = "Smtp",
            ["MAILACTORS__OUTBOUND__ROUTES__0__HOST"] = "127.0.0.1",
            ["MAILACTORS__OUTBOUND__ROUTES__0__PORT"] = $"{sink.Port}",
            ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
        };
        var node = await NodeProcess.Start(limits ? all : Unlimited(all));
        return new(node, sink, await node.AddAccount("ann"));
    }

    /// <summary>These settings, and accounts may send all they like.</summary>
    public static Dictionary<string, string> Unlimited(Dictionary<string, string> settings)
    {
        foreach (var kind in new[] { "MESSAGES", "RECIPIENTS", "NEWRECIPIENTS" }) settings[$"MAILACTORS__SUBMISSION__{kind}PERDAY"] = "0";
        return settings;
    }

    /// <summary>A session that may submit.</summary>
    public async Task<MailSession> Submit()
    {
        var session = await MailSession.Connect(Process.Submissions, tls: true);
        await session.Reply();
        await session.Say("EHLO client.example.test");
        var answer = await session.Say($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{Account}\0secret"))}");
        return answer.StartsWith("235", StringComparison.Ordinal) ? session : throw new InvalidOperationException(answer);
    }

    /// <summary>The reply to the end of the message.</summary>
    public async Task<string> Send(MailSession session, string to, string text = "Subject: hello\r\n\r\nbody", string mail = "", string rcpt = "")
    {
        foreach (var line in new[] { $"MAIL FROM:<{Account}>{mail}", $"RCPT TO:<{to}>{rcpt}", "DATA" })
        {
            var answer = await session.Say(line);
            if (answer[0] is not ('2' or '3')) return answer;
        }

        return await session.Say(text + "\r\n.");
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        await Sink.DisposeAsync();
    }
}
