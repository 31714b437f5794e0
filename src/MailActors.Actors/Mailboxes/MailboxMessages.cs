using Akka.Actor;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>To a mailbox: finish what is under way and stop. Given to the region as its hand-off message, because a PoisonPill
/// would drop the commands that wait.</summary>
public sealed record StopMailbox
{
    public static readonly StopMailbox Instance = new();
}

/// <summary>Attaches a session that isn't the sender: the answer goes to whoever asks.</summary>
internal sealed record AttachSession(MailboxSessions.Attach Attach, IActorRef Session) : IWithAccountId
{
    public AccountId Account => Attach.Account;
}

/// <summary>A message that waits in a mailbox, with the one who wants the answer.</summary>
internal readonly record struct Waiting(object Message, IActorRef Sender);

/// <summary>What a mailbox tells itself; never leaves its node.</summary>
internal static class MailboxSignals
{
    public sealed record ChunksLoaded(int Folder, IReadOnlyDictionary<ChunkKey, ReadOnlyMemory<byte>> Chunks) : INoSerializationVerificationNeeded;

    public sealed record LoadFailed(int Folder, Exception Cause) : INoSerializationVerificationNeeded;

    public sealed record ChunksSaved(Checkpoint Checkpoint) : INoSerializationVerificationNeeded;

    public sealed record SaveFailed(Exception Cause) : INoSerializationVerificationNeeded;

    public sealed record DeleteFailed(Exception Cause) : INoSerializationVerificationNeeded;

    public sealed record Deleted : INoSerializationVerificationNeeded
    {
        public static readonly Deleted Instance = new();
    }

    public sealed record TakeSnapshot
    {
        public static readonly TakeSnapshot Instance = new();
    }

    public sealed record Tick
    {
        public static readonly Tick Instance = new();
    }
}
