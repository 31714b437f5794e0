using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>What of the terms a sender asks for is given here: when, how soon, how urgently.</summary>
internal static class MailTerms
{
    /// <param name="now">Seconds since 1970 UTC.</param>
    /// <returns>Null: all of it.</returns>
    public static SmtpRejection? Refusal(SmtpSession session, MailCommand command, long now)
    {
        // RFC 4865 §1: for submission. Priorities and XVERP too are for those we know.
        if (session.Kind != SmtpEndpointKind.Submission && (command.Hold is not null || command.Priority is not null || command.Verp is not null))
            return SmtpRejection.UnknownParameter;
        if (session.Kind == SmtpEndpointKind.Lmtp && command.DeliverBy is not null) return SmtpRejection.UnknownParameter;
        var settings = session.Settings;
        if (command.Hold is { } hold)
        {
            if (settings.MaxHold == TimeSpan.Zero) return SmtpRejection.UnknownParameter;
            // A time that has just gone by is a client whose clock is late, or a request that came late: it does no harm, but what it asks for can't be done.
            if (hold.Until(now) <= now || hold.Until(now) > now + settings.MaxHold.TotalSeconds) return SmtpRejection.HoldOutOfBounds;
        }

        if (command.DeliverBy is { Return: true } by && by.Seconds < settings.MinDeliverBy.TotalSeconds) return SmtpRejection.DeliverByTooSoon;
        return command.Verp is not null && command.ReversePath is null ? SmtpRejection.VerpNeedsSender : null;
    }
}
