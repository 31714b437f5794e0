using System.Collections.Immutable;

namespace MailActors.Domain.Queue;

/// <summary>A message in the queue and how far it has come with each recipient. Those it was delivered to are no longer among them.</summary>
public sealed record QueueEntry(Envelope Envelope, ImmutableArray<RecipientProgress> Recipients)
{
    public static QueueEntry New(Envelope envelope) => new(
        envelope,
        [.. envelope.Recipients.Select(r => new RecipientProgress(r.Number, RecipientStatus.Active, 0, null, null))]);

    /// <summary>Why mail in mode R of RFC 2852 is given up.</summary>
    public static readonly Reason TooLate = new("5.4.7", "The time its sender set for its delivery is over.");

    /// <summary>Nothing of it is delivered.</summary>
    public bool Held { get; init; }

    public Recipient Recipient(int number) => Envelope.Recipient(number);

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
            if (Recipients[i].IsOver) return this;
            return With(Leaves(outcome) ? Recipients.RemoveAt(i) : Recipients.SetItem(i, Recipients[i].After(outcome)));
        }

        return this;
    }

    /// <summary>The entry after its sender was told; null when no recipient is left.</summary>
    public QueueEntry? After(QueueChange.Told told) => With(told.OfDelay
        ? [.. Recipients.Select(r => told.Recipients.Contains(r.Number) ? r with { DelayTold = true } : r)]
        : Recipients.RemoveAll(r => r.IsOver && told.Recipients.Contains(r.Number)));

    public QueueEntry Retried(long at) => this with
    {
        Recipients = [.. Recipients.Select(r => r.Status == RecipientStatus.Deferred ? r with { NextTry = Math.Min(at, r.NextTry ?? at) } : r)],
    };

    /// <summary>The entry without these recipients; null when no recipient is left.</summary>
    public QueueEntry? Without(ImmutableArray<int> recipients) => With(Recipients.RemoveAll(r => recipients.Contains(r.Number)));

    private QueueEntry? With(ImmutableArray<RecipientProgress> left) => left.IsEmpty ? null : this with { Recipients = left };

    /// <summary>Whether the outcome ends it and nobody has to be told.</summary>
    private bool Leaves(Outcome outcome) => outcome switch
    {
        Outcome.Delivered d => !NoticeRules.OfSuccess(Envelope, Recipient(d.Recipient), d.Relay),
        Outcome.Failed f => !NoticeRules.OfFailure(Envelope, Recipient(f.Recipient)),
        _ => false,
    };

    /// <summary>When the recipient is to be tried. Seconds since 1970 UTC.</summary>
    public long DueAt(RecipientProgress progress) => progress.NextTry ?? Envelope.Handling.ReleaseAt ?? 0;

    /// <summary>RFC 2852 §4: mode R, and its time is over.</summary>
    public bool IsLate(long now) => Envelope.Handling.DeliverBy is { Return: true, At: var by } && by <= now;

    /// <summary>Kept for a time its sender has chosen (RFC 4865), which has not come.</summary>
    public static bool IsFuture(Envelope envelope, RecipientStatus status, long now) => status == RecipientStatus.Active && envelope.Handling.ReleaseAt > now;

    public QueuedMessage Show(bool held) => new(
        Envelope, [.. Recipients.Select(r => new RecipientState(r.Number, Recipient(r.Number).Address.ToString(), r.Status, r.Tries, r.NextTry ?? (r.IsOver ? null : Envelope.Handling.ReleaseAt), r.Reason))], held);
}
