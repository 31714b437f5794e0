using MailActors.Actors.Smtp.Intake;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>BDAT (RFC 3030 §2). The octets follow the line at once, so those of a refused chunk are read and dropped before the refusal is said: taken for
/// commands they would be a way to smuggle.</summary>
internal static class BdatHandler
{
    /// <param name="refusal">The chunk is out of order.</param>
    public static SmtpStep Handle(SmtpSession session, BdatCommand command, SmtpRejection? refusal)
    {
        if (command.Size > session.Settings.MaxMessageSize)
        {
            // Nobody who means well announces that; reading it all to say no would be the client's gain.
            session.Refuse(refusal ?? SmtpRejection.MessageTooBig);
            session.Reset();
            return SmtpStep.Close;
        }

        if (refusal is null)
        {
            var transaction = session.Transaction!;
            transaction.Intake ??= new MessageIntake(session, transaction);
            session.State = SmtpTransitions.After(session.State, SmtpVerb.Bdat);
        }

        session.Chunk = new ChunkInProgress(command, refusal);
        return SmtpStep.ReadChunk;
    }

    public static async ValueTask<SmtpStep> Take(SmtpSession session, Frame.Octets piece)
    {
        var chunk = session.Chunk!;
        var intake = session.Transaction?.Intake;
        var lastOfMessage = chunk.Command.Last && piece.Last;
        if (chunk.Refusal is null && intake is not null) await intake.TakeChunk(piece.Bytes, lastOfMessage);
        if (!piece.Last) return SmtpStep.ReadChunk;

        session.Chunk = null;
        if (chunk.Refusal is { } refusal)
        {
            // RFC 3030 §2: after a failed chunk the client has to start anew.
            session.Reset();
            return session.Refuse(refusal);
        }

        return lastOfMessage || intake!.Fault is not null ? await Acceptance.Finish(session) : session.Reply(SmtpReplies.ChunkOk);
    }
}
