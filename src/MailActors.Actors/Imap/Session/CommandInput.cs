using MailActors.Protocol.Framing;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Session;

/// <summary>Reads one command: its lines, its literals, the messages of APPEND. Refusals are answered here, so that what comes out is a command
/// or the end of the connection.</summary>
internal static class CommandInput
{
    /// <summary>The next command; null when the session has to end (what there was to say is said).</summary>
    public static async Task<ImapCommand?> Next(ImapSession session)
    {
        var first = true;
        while (true)
        {
            var frame = await ReadLine(session, first);
            var step = frame switch
            {
                null => null,
                Frame.Line { BareNewline: true } line => session.Commands.BareNewline(line.Text.Span),
                Frame.Line line => session.Commands.Line(line.Text.Span),
                _ => session.Commands.LineTooLong(),
            };
            first = false;
            switch (step)
            {
                case null:
                    return null;
                case ImapStep.Foreign:
                    // A browser made to speak to us (ALPACA) gets no word it could show.
                    session.LoggedOut = true;
                    return null;
                case ImapStep.Complete complete:
                    return complete.Command;
                case ImapStep.Literal literal:
                    if (literal.Synchronizing) GoAhead(session);
                    if (!await Octets(session, literal.Size, bytes =>
                    {
                        session.Commands.Octets(bytes.Span);
                        return ValueTask.CompletedTask;
                    })) return null;
                    break;
                case ImapStep.Body body:
                    if (!await AppendIntake.Take(session, body)) return null;
                    break;
                case ImapStep.Skip skip:
                    if (!await Octets(session, skip.Size, static _ => ValueTask.CompletedTask)) return null;
                    break;
                case ImapStep.Refused refused:
                    Conversation.Answer(session, refused.Tag, session.Refusal ?? ImapWords.Unavailable);
                    await session.SendAll();
                    first = true;
                    break;
                case ImapStep.Bad bad:
                    if (!await Refuse(session, bad)) return null;
                    first = true;
                    break;
            }

            if (first) AppendIntake.Forget(session);
        }
    }

    public static void GoAhead(ImapSession session)
    {
        session.Out.Continue("Go ahead");
        session.Send();
    }

    /// <summary>Reads octets in pieces; false when they did not come in time.</summary>
    public static async Task<bool> Octets(ImapSession session, long count, Func<ReadOnlyMemory<byte>, ValueTask> take)
    {
        var expect = new Expect.Octets(count);
        while (true)
        {
            if (await session.Connection.Read(expect, session.Settings.LiteralDeadline) is not Frame.Octets piece)
            {
                session.End("You are too slow.");
                return false;
            }

            await take(piece.Bytes);
            if (piece.Last) return true;
        }
    }

    private static async Task<Frame?> ReadLine(ImapSession session, bool first)
    {
        var authenticated = session.Account is not null;
        var settings = session.Settings;
        var frame = await session.Connection.Read(
            new Expect.Line(session.Commands.MaxLine),
            !authenticated ? settings.LoginDeadline : first ? settings.Autologout : settings.LiteralDeadline);
        if (frame is null) session.End(authenticated ? "Nothing heard for too long." : "Log in faster.");
        return frame;
    }

    /// <summary>Says BAD; false when it was once too often.</summary>
    private static async Task<bool> Refuse(ImapSession session, ImapStep.Bad bad)
    {
        // RFC 9051 §7.1.3: a BAD without a tag answers what could not be read.
        Conversation.Answer(session, bad.Tag, ImapReply.Bad(bad.Fault.Text, bad.Fault.Kind == ImapFaultKind.TooBig ? ResponseCode.TooBig : null));
        session.CountBad();
        if (bad.Close) session.End("What comes next can't be told.");
        if (session.Ending) return false;
        await session.SendAll();
        return true;
    }
}
