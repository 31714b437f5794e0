using MailActors.Protocol.Sasl;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>EHLO, HELO, LHLO: also ends a transaction (RFC 5321 §4.1.4).</summary>
internal static class HelloHandler
{
    public static SmtpStep Handle(SmtpSession session, HelloCommand command)
    {
        // RFC 2920 §3.1: it ends a group of commands; who doesn't wait for the answer isn't reading it.
        if (session.SpokeAhead && session.Kind == SmtpEndpointKind.Relay) return session.End(SmtpRejection.TalkedEarly);
        session.Reset();
        session.Hello = command;
        session.State = SmtpState.Ready;
        if (command.Verb == SmtpVerb.Helo) return session.Reply(session.Services.Greetings.Helo);
        return session.Reply(session.Services.Greetings.For(session.Kind, session.HasTls, session.OffersStartTls, Mechanisms(session)));
    }

    private static string Mechanisms(SmtpSession session) =>
        session.Kind == SmtpEndpointKind.Submission && session.HasTls && session.Account is null
            ? string.Join(' ', SaslMechanisms.Offered(AuthHandler.Bindings(session)))
            : "";
}
