namespace MailActors.Domain.Queue;

/// <summary>How far a message has come with one recipient.</summary>
/// <param name="NextTry">Seconds since 1970 UTC; null when it waits for something else than time.</param>
public sealed record RecipientProgress(int Number, RecipientStatus Status, int Tries, long? NextTry, Reason? Reason)
{
    /// <summary>Of a delivery its sender has still to be told of.</summary>
    public Relay? Relay { get; init; }

    public bool DelayTold { get; init; }

    /// <summary>Nothing more is tried; only its sender has to be told.</summary>
    public bool IsOver => Status is RecipientStatus.Failed or RecipientStatus.Delivered;

    public RecipientProgress After(Outcome outcome) => outcome switch
    {
        Outcome.Deferred d => this with { Status = RecipientStatus.Deferred, Tries = d.Tried ? Tries + 1 : Tries, NextTry = d.RetryAt, Reason = d.Reason },
        Outcome.Failed f => this with { Status = RecipientStatus.Failed, Tries = Tries + 1, NextTry = null, Reason = f.Reason },
        Outcome.Delivered d => this with { Status = RecipientStatus.Delivered, Tries = Tries + 1, NextTry = null, Reason = null, Relay = d.Relay },
        _ => this,
    };
}
