using System.Text;
using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>A connection over TLS that tries passwords, in any of the three protocols.</summary>
internal sealed class LoginTry : IAsyncDisposable
{
    private readonly MailSession _session;
    private readonly string _protocol;

    private LoginTry(MailSession session, string protocol) => (_session, _protocol) = (session, protocol);

    public MailSession Session => _session;

    public static async Task<LoginTry> Open(NodeProcess node, string protocol, string source = "127.0.0.1")
    {
        var session = await MailSession.Connect(
            protocol switch { "smtp" => node.Submissions, "imap" => node.Imaps, _ => node.Pop3s }, tls: true, source);
        await session.Line();
        if (protocol == "smtp") await session.Say("EHLO client.example.test");
        return new(session, protocol);
    }

    /// <summary>The last line of the answer, without a tag; empty when the connection was closed instead.</summary>
    public async Task<string> Password(string user, string password)
    {
        switch (_protocol)
        {
            case "smtp":
                return await _session.Say("AUTH PLAIN " + Plain($"\0{user}\0{password}"));
            case "imap":
                await _session.Send($"a LOGIN \"{user}\" \"{password}\"\r\n");
                return (await AnswerOf("a"))[2..];
            default:
                await _session.Send($"USER {user}\r\nPASS {password}\r\n");
                await _session.Line();
                return await _session.Line() ?? "";
        }
    }

    /// <summary>PLAIN with an initial response as it stands.</summary>
    public async Task<string> InitialResponse(string response)
    {
        await _session.Send(_protocol switch { "imap" => "a AUTHENTICATE PLAIN ", _ => "AUTH PLAIN " } + response + "\r\n");
        return await Answer();
    }

    /// <summary>Begins PLAIN and answers the challenge with a line.</summary>
    public async Task<string> Response(string line)
    {
        await _session.Send((_protocol == "imap" ? "a AUTHENTICATE PLAIN" : "AUTH PLAIN") + "\r\n");
        var challenge = await _session.Line();
        if (challenge is null || challenge[0] is not ('3' or '+')) throw new InvalidOperationException($"No challenge but \"{challenge}\".");
        await _session.Send(line + "\r\n");
        return await Answer();
    }

    public static string Plain(string credentials) => Convert.ToBase64String(Encoding.Latin1.GetBytes(credentials));

    public ValueTask DisposeAsync() => _session.DisposeAsync();

    private async Task<string> Answer() => _protocol == "imap" ? (await AnswerOf("a"))[2..] : await _session.Line() ?? "";

    private async Task<string> AnswerOf(string tag) => (await _session.Until(tag + " "))[^1];
}
