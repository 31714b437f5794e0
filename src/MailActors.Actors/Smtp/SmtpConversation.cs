using MailActors.Actors.Smtp.Handlers;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp;

/// <summary>From frame to handler: is the command known here, may this client give it, may it come now, is it well formed; in this order.</summary>
internal static class SmtpConversation
{
    public static ValueTask<SmtpStep> Take(SmtpSession session, Frame frame) => frame switch
    {
        Frame.Data data => DataHandler.Take(session, data),
        Frame.Octets octets => BdatHandler.Take(session, octets),
        _ when session.Login is not null => AuthHandler.Respond(session, frame),
        Frame.Line { BareNewline: true } => new(session.Refuse(SmtpRejection.BareNewline)),
        Frame.Line line => Dispatch(session, SmtpCommandParser.Parse(line.Text.Span)),
        _ => new(session.Refuse(SmtpRejection.LineTooLong)),
    };

    private static ValueTask<SmtpStep> Dispatch(SmtpSession session, ParsedCommand parsed)
    {
        var verb = parsed.Verb;
        if (verb == SmtpVerb.Foreign) return new(SmtpStep.Close);
        if (!SmtpTransitions.Knows(session.Kind, verb)) return new(session.Refuse(SmtpRejection.UnknownCommand));
        if (SmtpTransitions.IsUseless(verb) && session.CountUseless()) return new(session.End(SmtpRejection.TooManyUseless));

        var refusal = Guard(session, verb) ?? SmtpTransitions.Check(session.State, verb);
        if (verb == SmtpVerb.Bdat) return new(Bdat(session, parsed, refusal));
        refusal ??= parsed.Command is null ? parsed.Fault : null;
        return refusal is { } reason ? new(session.Refuse(reason)) : Handle(session, parsed.Command!);
    }

    /// <summary>What the security of the connection forbids.</summary>
    private static SmtpRejection? Guard(SmtpSession session, SmtpVerb verb)
    {
        var submission = session.Kind == SmtpEndpointKind.Submission;
        switch (verb)
        {
            case SmtpVerb.StartTls:
                return session.HasTls ? SmtpRejection.TlsActive : session.OffersStartTls ? null : SmtpRejection.TlsNotOffered;
            case SmtpVerb.Auth when !submission:
                return SmtpRejection.LoginNotOffered;
            case SmtpVerb.Auth when !session.HasTls:
                return SmtpRejection.LoginNeedsTls; // RFC 4954 §4: no password in plaintext, not even the answer to one
            case SmtpVerb.Auth when session.Account is not null:
                return SmtpRejection.AlreadyLoggedIn;
            case SmtpVerb.Mail or SmtpVerb.Rcpt or SmtpVerb.Data or SmtpVerb.Bdat or SmtpVerb.Vrfy or SmtpVerb.Expn when submission && session.Account is null:
                return session.HasTls ? SmtpRejection.NeedsLogin : SmtpRejection.NeedsTls; // RFC 6409 §4.3
            default:
                return null;
        }
    }

    private static SmtpStep Bdat(SmtpSession session, ParsedCommand parsed, SmtpRejection? refusal)
    {
        if (parsed.Command is BdatCommand command) return BdatHandler.Handle(session, command, refusal);
        // How many octets follow is unknown: what comes next can't be told from commands.
        session.Refuse(parsed.Fault);
        return SmtpStep.Close;
    }

    private static ValueTask<SmtpStep> Handle(SmtpSession session, SmtpCommand command)
    {
        switch (command)
        {
            case MailCommand mail:
                return MailHandler.Handle(session, mail);
            case RcptCommand rcpt:
                return RcptHandler.Handle(session, rcpt);
            case HelloCommand hello:
                return new(HelloHandler.Handle(session, hello));
            case AuthCommand auth:
                return AuthHandler.Handle(session, auth);
        }

        return new(command.Verb switch
        {
            SmtpVerb.Data => DataHandler.Handle(session),
            SmtpVerb.StartTls => StartTlsHandler.Handle(session),
            SmtpVerb.Rset => PlainHandlers.Rset(session),
            SmtpVerb.Quit => PlainHandlers.Quit(session),
            SmtpVerb.Vrfy => session.Reply(SmtpReplies.CannotVerify), // RFC 5321 §7.3: tells nobody who is here
            SmtpVerb.Expn => session.Refuse(SmtpRejection.NotImplemented),
            SmtpVerb.Help => session.Reply(SmtpReplies.Help),
            _ => session.Reply(SmtpReplies.Ok),
        });
    }
}
