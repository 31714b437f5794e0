using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>What a mailbox makes of a command.</summary>
public abstract record Decision
{
    private Decision() { }

    /// <summary>To be made durable, then applied, then answered with the reply to its outcome.</summary>
    public sealed record Write(MailboxEvent Event) : Decision;

    /// <summary>Nothing changes.</summary>
    public sealed record Answer(MailboxReply Reply) : Decision;

    /// <summary>Can't be told before the messages of these folders are in memory; decide again then.</summary>
    public sealed record NeedsFolders(ImmutableArray<int> Folders) : Decision;

    internal static Decision No(MailboxRejection reason) => new Answer(new MailboxReplies.Rejected(reason));

    internal static readonly Decision Done = new Answer(MailboxReplies.Done.Instance);
}
