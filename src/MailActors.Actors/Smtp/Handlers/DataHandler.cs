using MailActors.Actors.Smtp.Intake;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>DATA and what comes behind it.</summary>
internal static class DataHandler
{
    public static SmtpStep Handle(SmtpSession session)
    {
        if (session.Transaction!.Mail.Body == BodyParameter.BinaryMime) return session.Refuse(SmtpRejection.BinaryNeedsBdat); // RFC 3030 §3

        // A proper client waits for 354. One that doesn't is a spam engine, or a web page made to speak SMTP.
        if (session.SpokeAhead && session.Kind == SmtpEndpointKind.Relay)
        {
            session.Reset();
            return session.End(SmtpRejection.TalkedEarly);
        }

        session.Transaction.Intake = new MessageIntake(session, session.Transaction);
        session.Reply(SmtpReplies.StartMail);
        return SmtpStep.ReadData;
    }

    public static async ValueTask<SmtpStep> Take(SmtpSession session, Frame.Data piece)
    {
        await session.Transaction!.Intake!.TakeData(piece.Bytes, piece.Last, piece.Faults);
        return piece.Last ? await Acceptance.Finish(session) : SmtpStep.ReadData;
    }
}
