using MailActors.Actors.Queue;
using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>A queue that remembers what it was given, and can be told to refuse or to keep its callers waiting.</summary>
internal sealed class FakeQueues : IQueues
{
    public List<Envelope> Accepted { get; } = [];

    public List<AccountId> Held { get; } = [];

    public QueueRejection? Refuse { get; set; }

    /// <summary>Non-null: nothing is answered before it is done.</summary>
    public Task? Wait { get; set; }

    public int Partitions => 1;

    public async Task<QueueReply> Accept(Envelope envelope, CancellationToken cancel)
    {
        if (Wait is { } wait) await wait;
        if (Refuse is { } reason) return new QueueReplies.Rejected(envelope.Id, reason);
        lock (Accepted) Accepted.Add(envelope);
        return new QueueReplies.Accepted(envelope.Id);
    }

    public Task<QueueReply> Ask(QueueQuery query, CancellationToken cancel) => throw new NotSupportedException();

    public Task<QueueReply> Operate(QueueCommand command, CancellationToken cancel)
    {
        if (command is not QueueCommands.HoldSender { Hold: true } hold) throw new NotSupportedException();
        if (Refuse is { } reason) return Task.FromResult<QueueReply>(new QueueReplies.Rejected(default, reason));
        Held.Add(hold.Account);
        return Task.FromResult<QueueReply>(new QueueReplies.Operated(Found: true));
    }
}
