using System.Text;
using MailActors.Domain.Security;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Sasl;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>AUTH and the lines of its exchange (RFC 4954). Nothing of them is ever logged.</summary>
internal static class AuthHandler
{
    public static async ValueTask<SmtpStep> Handle(SmtpSession session, AuthCommand command)
    {
        var exchange = SaslExchange.Begin(command.Mechanism, Bindings(session), session.Services.Authenticator, session.Info.Remote.Address);
        if (exchange is null) return session.Refuse(SmtpRejection.UnknownMechanism);
        ReadOnlyMemory<byte>? initial = null; // not empty: that would be an initial response
        if (command.InitialResponse is { } text) initial = Encoding.ASCII.GetBytes(text);
        return Tell(session, exchange, await exchange.Start(initial, session.Cancel));
    }

    public static async ValueTask<SmtpStep> Respond(SmtpSession session, Frame frame)
    {
        var exchange = session.Login!;
        session.Login = null;
        if (frame is Frame.LineTooLong) return session.Refuse(SmtpRejection.LoginTooLong);
        if (frame is not Frame.Line { BareNewline: false } line) return session.Refuse(SmtpRejection.LoginMalformed);
        return Tell(session, exchange, await exchange.Respond(line.Text, session.Cancel));
    }

    public static ChannelBindings Bindings(SmtpSession session) =>
        session.Info.Tls is { } tls ? new ChannelBindings(tls.ServerEndPoint, tls.Exporter ?? default) : ChannelBindings.None;

    private static SmtpStep Tell(SmtpSession session, SaslExchange exchange, SaslOutcome outcome)
    {
        switch (outcome)
        {
            case SaslOutcome.Continue next:
                session.Login = exchange;
                session.Reply(SmtpReplies.Challenge(next.Challenge));
                return SmtpStep.ReadResponse;
            case SaslOutcome.Success success:
                session.Account = success.Account;
                return session.Reply(SmtpReplies.LoggedIn);
            case SaslOutcome.Refused refused:
                var step = session.Refuse(Rejection(refused.Reason));
                return step.Pause < refused.Wait ? step with { Pause = refused.Wait } : step;
            default:
                throw new InvalidOperationException($"Unknown outcome {outcome.GetType().Name}.");
        }
    }

    private static SmtpRejection Rejection(SaslRefusal reason) => reason switch
    {
        SaslRefusal.Malformed => SmtpRejection.LoginMalformed,
        SaslRefusal.TooLong => SmtpRejection.LoginTooLong,
        SaslRefusal.Aborted => SmtpRejection.LoginCancelled,
        SaslRefusal.Unavailable => SmtpRejection.LoginUnavailable,
        _ => SmtpRejection.LoginFailed,
    };
}
