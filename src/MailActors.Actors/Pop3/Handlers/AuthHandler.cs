using MailActors.Domain.Security;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Pop3;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>RFC 5034 §4.</summary>
internal static class AuthHandler
{
    public static async ValueTask Do(Pop3Session session, Pop3Command.Auth command)
    {
        session.Name = null;
        if (!session.IsTls)
        {
            session.Refuse(Pop3Rejection.NeedsTls);
            return;
        }

        if (SaslExchange.Begin(command.Mechanism, session.Bindings, session.Services.Authenticator, session.Info.Remote.Address) is not { } exchange)
        {
            session.Refuse(Pop3Rejection.UnknownMechanism);
            return;
        }

        var outcome = await exchange.Start(command.InitialResponse, session.Connection.Gone);
        while (outcome is SaslOutcome.Continue challenge)
        {
            session.Say(Pop3Replies.Challenge(challenge.Challenge));
            var frame = await session.Connection.Read(new Expect.Line(SaslLine.MaxOctets), session.Settings.LoginDeadline);
            if (session.Ending) return;
            if (frame is null)
            {
                session.End(Pop3Rejection.TimedOut);
                return;
            }

            if (frame is not Frame.Line line)
            {
                session.Refuse(Pop3Rejection.LineTooLong);
                return;
            }

            outcome = await exchange.Respond(line.Text, session.Connection.Gone);
        }

        switch (outcome)
        {
            case SaslOutcome.Success success:
                await LoginHandler.Enter(session, success.Account);
                break;
            case SaslOutcome.Refused { Reason: SaslRefusal.Credentials } refused:
                await LoginHandler.Refuse(session, refused.Wait);
                break;
            case SaslOutcome.Refused { Reason: SaslRefusal.Unavailable }:
                session.Refuse(Pop3Rejection.Unavailable);
                break;
            case SaslOutcome.Refused { Reason: SaslRefusal.Aborted }:
                session.Refuse(Pop3Rejection.LoginCancelled);
                break;
            default:
                session.Refuse(Pop3Rejection.BadResponse);
                break;
        }
    }
}
