using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.13: tells what changes until the client says DONE. The next change is asked for only when the client has the last
/// one, so a client that does not read gets fewer, not more.</summary>
internal static class IdleHandler
{
    private const int Longest = 512;

    public static async ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Out.Continue("Idling");
        var line = session.Connection.Read(new Expect.Line(Longest), session.Settings.Autologout);
        try
        {
            while (!line.IsCompleted)
            {
                var push = session.NextPush();
                await Updates.Tell(session);
                await Task.WhenAny(session.Flush(), line);
                await Task.WhenAny(push, line);
                session.AskForMore();
            }
        }
        finally
        {
            session.StopWaiting();
        }

        if (await line is not Frame.Line done)
        {
            session.End("Nothing heard for too long.");
            return null;
        }

        await Updates.Tell(session);
        return !done.BareNewline && Is(done, "DONE"u8) ? ImapReply.Ok("Done.") : ImapReply.Bad("DONE was expected.");
    }

    private static bool Is(Frame.Line line, ReadOnlySpan<byte> word) =>
        System.Text.Ascii.EqualsIgnoreCase(line.Text.Span, word);
}
