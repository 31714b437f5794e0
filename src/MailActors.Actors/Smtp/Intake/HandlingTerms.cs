using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>How a message that is accepted is to be carried: as its sender asked, as far as that was granted.</summary>
internal static class HandlingTerms
{
    private static readonly Handling Submitted = new() { Origin = MailOrigin.Submitted };

    public static Handling Of(SmtpSession session, SmtpTransaction transaction)
    {
        var mail = transaction.Mail;
        var ordinary = session.Kind == SmtpEndpointKind.Submission ? Submitted : Handling.Ordinary;
        // RFC 6758 §3: the field counts only where the parameter is not given and its author is known to us. Others' fields are left as they are.
        var priority = Math.Min(mail.Priority ?? transaction.HeaderPriority ?? 0, session.Settings.MaxPriority);
        // RFC 8689 §4.1: beside REQUIRETLS the field counts for nothing.
        var tlsOptional = transaction.TlsOptional && !mail.RequireTls;
        if (mail is { Hold: null, DeliverBy: null, RequireTls: false } && priority == 0 && !tlsOptional) return ordinary;
        var release = mail.Hold?.Until(transaction.BeganAt);
        return ordinary with
        {
            Priority = priority,
            RequireTls = mail.RequireTls,
            TlsOptional = tlsOptional,
            ReleaseAt = release,
            // What is held has its time from its release on.
            DeliverBy = mail.DeliverBy is { } by ? new((release ?? transaction.BeganAt) + by.Seconds, by.Return, by.Trace) : null,
        };
    }
}
