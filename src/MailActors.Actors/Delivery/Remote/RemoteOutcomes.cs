using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Queue;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>What a host's answer, or the want of one, means for a recipient.</summary>
internal static class RemoteOutcomes
{
    /// <param name="tries">Made before this one.</param>
    /// <param name="spread">From 0 to 1, by chance.</param>
    public static Outcome Of(RecipientAnswer answer, Envelope envelope, int tries, DestinationTerms terms, DateTimeOffset now, double spread)
    {
        var reason = answer.Reason ?? new("4.0.0", "No reason was given.");
        return answer.Verdict switch
        {
            Verdict.Accepted => new Outcome.Delivered(answer.Recipient, answer.Relay),
            Verdict.Never => new Outcome.Failed(answer.Recipient, reason),
            _ => Later(answer.Recipient, reason, envelope, tries, terms, now, spread),
        };
    }

    public static Outcome Later(int recipient, Reason reason, Envelope envelope, int tries, DestinationTerms terms, DateTimeOffset now, double spread)
    {
        if (terms.Schedule.IsOver(envelope.Since, now)) return new Outcome.Failed(recipient, reason.GivenUpAfter(terms.Schedule.GiveUp));
        var wait = Greylisting.Wait(reason, tries, spread) ?? terms.Schedule.Wait(tries, spread);
        return new Outcome.Deferred(recipient, reason, (now + wait).ToUnixTimeSeconds());
    }

    /// <summary>The destination is dead and was not asked. They come back spread over a time, so that it isn't run over when it lives again.</summary>
    public static Outcome Dead(int recipient, Reason? trouble, Envelope envelope, DestinationTerms terms, DateTimeOffset until, DateTimeOffset now, double spread)
    {
        var reason = trouble is null
            ? new Reason("4.4.1", "The destination does not answer; it was not tried again.")
            : trouble with { Text = $"{trouble.Text} (not tried again: the destination is in trouble)" };
        if (terms.Schedule.IsOver(envelope.Since, now)) return new Outcome.Failed(recipient, reason.GivenUpAfter(terms.Schedule.GiveUp));
        var after = Math.Max(10, (until - now).TotalSeconds / 2) * spread;
        return new Outcome.Deferred(recipient, reason, until.ToUnixTimeSeconds() + 1 + (long)after, Tried: false);
    }

    /// <summary>We have not come to it: no fault of the destination's, so it is not given up for it.</summary>
    public static Outcome NotBegun(int recipient, Reason reason, TimeSpan near, DateTimeOffset now, double spread) =>
        new Outcome.Deferred(recipient, reason, (now + near * RetrySchedule.SpreadBy(spread)).ToUnixTimeSeconds() + 1, Tried: false);
}
