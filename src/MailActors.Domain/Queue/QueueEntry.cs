using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>A message in the queue and how far it has come with each recipient. Those it was delivered to are no longer among them.</summary>
public sealed record QueueEntry(Envelope Envelope, ImmutableArray<RecipientProgress> Recipients)
{
    public static QueueEntry New(Envelope envelope) => new(
        envelope,
        [.. envelope.Recipients.Select(r => new RecipientProgress(r.Number, r.Account is null ? RecipientStatus.Waiting : RecipientStatus.Active, 0, null, null))]);

    public Recipient Recipient(int number) => Envelope.Recipients.First(r => r.Number == number);

    public RecipientProgress? Progress(int number)
    {
        foreach (var progress in Recipients)
            if (progress.Number == number) return progress;
        return null;
    }

    /// <summary>The entry after an outcome; null when no recipient is left.</summary>
    public QueueEntry? After(Outcome outcome)
    {
        for (var i = 0; i < Recipients.Length; i++)
        {
            if (Recipients[i].Number != outcome.Recipient) continue;
            var left = outcome is Outcome.Delivered ? Recipients.RemoveAt(i) : Recipients.SetItem(i, Recipients[i].After(outcome));
            return left.IsEmpty ? null : this with { Recipients = left };
        }

        return this;
    }

    public QueuedMessage Show() => new(
        Envelope, [.. Recipients.Select(r => new RecipientState(r.Number, Recipient(r.Number).Address.ToString(), r.Status, r.Tries, r.NextTry, r.Reason))]);
}

/// <param name="NextTry">Seconds since 1970 UTC; null when it waits for something else than time.</param>
public sealed record RecipientProgress(int Number, RecipientStatus Status, int Tries, long? NextTry, Reason? Reason)
{
    public RecipientProgress After(Outcome outcome) => outcome switch
    {
        Outcome.Deferred d => this with { Status = RecipientStatus.Deferred, Tries = d.Tried ? Tries + 1 : Tries, NextTry = d.RetryAt, Reason = d.Reason },
        Outcome.Failed f => this with { Status = RecipientStatus.Failed, Tries = Tries + 1, NextTry = null, Reason = f.Reason },
        _ => this,
    };
}
