namespace MailActors.Domain;

/// <summary>The unchanging key of an account and of its mailbox; given once by the directory, never reused.</summary>
public readonly record struct AccountId(long Value)
{
    public override string ToString() => Value.ToString(System.Globalization.CultureInfo.InvariantCulture);
}

/// <summary>A message meant for one mailbox; the shard region finds the mailbox by it.</summary>
public interface IWithAccountId
{
    AccountId Account { get; }
}

/// <summary>Names one try of a command for good, so that a repeated command is answered and not done twice.</summary>
public readonly record struct CommandId(Guid Value)
{
    public static CommandId New() => new(Guid.CreateVersion7());

    public override string ToString() => Value.ToString("N");
}
