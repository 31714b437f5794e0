namespace MailActors.Domain.Submission;

/// <summary>What an account may send to other hosts in a day; 0: no limit.</summary>
public sealed record SendingLimits(long Messages, long Recipients, long NewRecipients);

/// <summary>Limits of one account that differ from those of the settings; null: the settings'.</summary>
public sealed record SendingOverride(long? Messages, long? Recipients, long? NewRecipients)
{
    public static readonly SendingOverride None = new(null, null, null);

    public SendingLimits Over(SendingLimits others) => new(Messages ?? others.Messages, Recipients ?? others.Recipients, NewRecipients ?? others.NewRecipients);
}

public enum SendingLimit
{
    Messages,
    Recipients,
    NewRecipients,
}

/// <summary>How much an account has sent to other hosts today.</summary>
/// <param name="OverSince">When it first wanted more than it may, until an operator releases it. Seconds since 1970 UTC; null: it did not.</param>
/// <param name="Held">Its mail was held for that.</param>
public sealed record SendingUse(long Messages, long Recipients, long NewRecipients, long? OverSince, bool Held)
{
    public static readonly SendingUse None = new(0, 0, 0, null, false);

    /// <summary>The limit that one more message would cross; null: it may go.</summary>
    /// <param name="newRecipients">Of the recipients, those never written to.</param>
    public SendingLimit? Reached(SendingLimits limits, long recipients, long newRecipients) =>
        limits.Messages > 0 && Messages + 1 > limits.Messages ? SendingLimit.Messages
        : limits.Recipients > 0 && Recipients + recipients > limits.Recipients ? SendingLimit.Recipients
        : limits.NewRecipients > 0 && newRecipients > 0 && NewRecipients + newRecipients > limits.NewRecipients ? SendingLimit.NewRecipients
        : null;

    public SendingUse Plus(long recipients, long newRecipients) =>
        this with { Messages = Messages + 1, Recipients = Recipients + recipients, NewRecipients = NewRecipients + newRecipients };
}
