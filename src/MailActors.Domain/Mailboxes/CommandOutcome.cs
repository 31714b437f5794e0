using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Domain.Mailboxes;

/// <summary>What is remembered of a command that was done, enough to answer its repeat as it was answered. It follows from the event alone.</summary>
public abstract record CommandOutcome
{
    public sealed record Done : CommandOutcome
    {
        public static readonly Done Instance = new();
    }

    public sealed record Appended(uint UidValidity, UidSet Uids) : CommandOutcome;

    public sealed record Stored(int Folder, UidSet Modified, long ModSeq) : CommandOutcome;

    public sealed record Copied(int Source, uint UidValidity, UidSet From, UidSet To) : CommandOutcome;

    public sealed record Expunged(int Folder, UidSet Uids) : CommandOutcome;

    public sealed record RecentTaken(UidSet Uids) : CommandOutcome;

    public sealed record Created(int Folder) : CommandOutcome;

    /// <summary>What it costs to remember, in UID ranges.</summary>
    internal int Ranges => this switch
    {
        Appended a => a.Uids.Ranges.Length,
        Stored s => s.Modified.Ranges.Length,
        Copied c => c.From.Ranges.Length + c.To.Ranges.Length,
        Expunged e => e.Uids.Ranges.Length,
        RecentTaken r => r.Uids.Ranges.Length,
        _ => 0,
    };

    /// <param name="state">With the event applied, but for the memory of the command itself.</param>
    internal static CommandOutcome Of(MailboxEvent e, MailboxState state)
    {
        return e switch
        {
            MessagesAppended a => new Appended(ValidityOf(a.Folder), Run(a.FirstUid, a.Messages.Length)),
            FlagsStored f => new Stored(f.Folder, f.Modified, state.ModSeq),
            MessagesCopied c => new Copied(c.Source, ValidityOf(c.Target), c.Uids, Run(c.FirstUid, c.Messages.Length)),
            MessagesMoved m => new Copied(m.Source, ValidityOf(m.Target), m.Uids, Run(m.FirstUid, m.Messages.Length)),
            MessagesExpunged x => new Expunged(x.Folder, x.Uids),
            MailboxEvents.RecentTaken r => new RecentTaken(UidSet.OfRanges([new(r.First, r.Next - 1)])),
            FoldersCreated f => new Created(f.Folders[^1].Id),
            _ => Done.Instance,
        };

        uint ValidityOf(int folder) => state.Folders[folder].Info.UidValidity;
    }

    private static UidSet Run(uint first, int count) => UidSet.OfRanges([new(first, first + (uint)count - 1)]);
}
