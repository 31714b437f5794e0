using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Forwarding;

/// <summary>Mail as another host gives it to port 25.</summary>
internal static class OutsideMail
{
    /// <summary>The reply to the end of the message, or the first refusal before it.</summary>
    public static async Task<string> Send(int port, string from, string to, string text = "From: joe@far.test\r\nSubject: hello\r\n\r\nbody", string parameters = "")
    {
        await using var session = await MailSession.Connect(port);
        await session.Reply();
        foreach (var line in new[] { "EHLO mx.far.test", $"MAIL FROM:<{from}>{parameters}", $"RCPT TO:<{to}>", "DATA" })
        {
            var answer = await session.Say(line);
            if (answer[0] is not ('2' or '3')) return answer;
        }

        return await session.Say(text + "\r\n.");
    }

    public static async Task Alias(this NodeProcess node, string address, params string[] targets)
    {
        var run = await node.Mailctl(["alias", "add", address, .. targets]);
        if (run.ExitCode != 0) throw new InvalidOperationException(run.Everything);
    }

    /// <summary>The path of a MAIL command.</summary>
    public static string PathOf(string command) => command[(command.IndexOf('<') + 1)..command.IndexOf('>')];
}
