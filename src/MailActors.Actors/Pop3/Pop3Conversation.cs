using MailActors.Actors.Pop3.Handlers;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Pop3;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Pop3;

/// <summary>The life of a connection from greeting to goodbye: one command at a time, each answered by exactly one reply (RFC 2449 §6.8: pipelined
/// commands are done in their order).</summary>
internal static class Pop3Conversation
{
    public static async Task Run(Pop3Session session)
    {
        try
        {
            session.Say(Pop3Replies.Greeting(session.Services.HostName));
            while (!session.Ending) await Next(session);
            session.SayGoodbye();
            session.Connection.Close();
        }
        catch (OperationCanceledException) when (session.Connection.Gone.IsCancellationRequested)
        {
            // RFC 1939 §6: a connection that ends without QUIT removes nothing.
        }
    }

    private static async Task Next(Pop3Session session)
    {
        var settings = session.Settings;
        var loggedIn = session.Maildrop is not null;
        var most = loggedIn ? settings.MaxLine : Math.Max(settings.MaxLine, SaslLine.MaxOctets + 32);
        switch (await session.Connection.Read(new Expect.Line(most), loggedIn ? settings.Autologout : settings.LoginDeadline))
        {
            case null:
                session.End(Pop3Rejection.TimedOut);
                break;
            case Frame.Line line:
                var parsed = Pop3CommandParser.Parse(line.Text.Span);
                if (parsed.Verb == Pop3Verb.Foreign) session.EndSilently();
                else if (line.BareNewline) session.Refuse(Pop3Rejection.BareNewline);
                else await Obey(session, parsed);
                break;
            default:
                session.Refuse(Pop3Rejection.LineTooLong);
                break;
        }
    }

    private static async Task Obey(Pop3Session session, ParsedLine parsed)
    {
        if (Pop3Transitions.Check(session.State, parsed.Verb) is { } refusal)
        {
            session.Refuse(refusal);
            return;
        }

        if (parsed.Command is null)
        {
            session.Refuse(Pop3Rejection.BadArguments);
            return;
        }

        try
        {
            await Do(session, parsed.Command);
        }
        catch (StorageException fault)
        {
            session.Refuse(fault.Fault == StorageFault.Damaged ? Pop3Rejection.Damaged : Pop3Rejection.Unavailable);
        }
    }

    private static ValueTask Do(Pop3Session session, Pop3Command command) => command switch
    {
        Pop3Command.User user => LoginHandler.User(session, user),
        Pop3Command.Pass pass => LoginHandler.Pass(session, pass),
        Pop3Command.Auth auth => AuthHandler.Do(session, auth),
        Pop3Command.Listing listing => ListingHandler.Do(session, listing),
        Pop3Command.Retr retr => RetrieveHandler.Do(session, retr.Message, null),
        Pop3Command.Top top => RetrieveHandler.Do(session, top.Message, top.Lines),
        Pop3Command.Dele dele => MarkHandler.Dele(session, dele),
        Pop3Command.Plain { Verb: Pop3Verb.Stls } => StartTlsHandler.Do(session),
        Pop3Command.Plain { Verb: Pop3Verb.Quit } => QuitHandler.Do(session),
        Pop3Command.Plain plain => PlainHandlers.Do(session, plain.Verb),
        _ => throw new InvalidOperationException($"Nothing does {command.GetType().Name}."),
    };
}
