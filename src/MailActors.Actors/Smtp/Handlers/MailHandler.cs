using MailActors.Domain;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>MAIL FROM: begins a transaction. A user submits with an address of theirs or the empty path (RFC 6409 §6.1).</summary>
internal static class MailHandler
{
    private static readonly MailAddress AnyRecipient = new("a", "b");

    public static async ValueTask<SmtpStep> Handle(SmtpSession session, MailCommand command)
    {
        // RFC 1870 §6.1: refused before a single octet of it was sent.
        if (command.Size > session.Settings.MaxMessageSize) return session.Refuse(SmtpRejection.MessageTooBig);
        // RFC 8689 §2: only where it is offered.
        if (command.RequireTls && session.Kind == SmtpEndpointKind.Lmtp) return session.Refuse(SmtpRejection.UnknownParameter);
        if (command.RequireTls && !session.HasTls) return session.Refuse(SmtpRejection.NeedsTls);
        var now = session.Services.Time.GetUtcNow().ToUnixTimeSeconds();
        if (MailTerms.Refusal(session, command, now) is { } refusal) return session.Refuse(refusal);
        if (session.Kind == SmtpEndpointKind.Submission && command.ReversePath is { } sender)
        {
            if (await MaySend(session, sender, SmtpRejection.SenderNotOwned) is { } no) return session.Refuse(no);
            // The address a bounce will come back to has to lead to its sender as well.
            if (command.Verp is { } verp && verp.Encode(sender, AnyRecipient) is { } encoded
                && await MaySend(session, encoded, SmtpRejection.VerpNotDeliverable) is { } lost) return session.Refuse(lost);
        }

        session.Transaction = new SmtpTransaction(command) { BeganAt = now };
        session.State = SmtpTransitions.After(session.State, SmtpVerb.Mail);
        return session.Reply(command.Priority > session.Settings.MaxPriority ? SmtpReplies.PriorityLowered(session.Settings.MaxPriority) : SmtpReplies.SenderOk);
    }

    private static async ValueTask<SmtpRejection?> MaySend(SmtpSession session, MailAddress sender, SmtpRejection otherwise) =>
        await session.Services.Directory.MaySendAs(session.Account!.Id, sender, session.Cancel) switch
        {
            Lookup<bool>.Found { Value: true } => null,
            Lookup<bool>.CannotTell => SmtpRejection.TryLater,
            _ => otherwise,
        };
}
