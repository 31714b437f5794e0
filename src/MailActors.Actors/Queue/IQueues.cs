using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Queue;

/// <summary>The way to the queue's partitions.</summary>
public interface IQueues
{
    int Partitions { get; }

    /// <summary>Gives the message to a partition, one on this node if there is one, and waits until it is durable. A repeat after a lost answer
    /// goes to the same partition. Without an answer in time it is <see cref="QueueRejection.Unavailable"/>, never an exception.</summary>
    Task<QueueReply> Accept(Envelope envelope, CancellationToken cancel);

    Task<QueueReply> Ask(QueueQuery query, CancellationToken cancel);

    /// <summary>An operator's command for one partition; answered when it is durable.</summary>
    Task<QueueReply> Operate(QueueCommand command, CancellationToken cancel);

    /// <summary>Holds or releases all that an account has sent and will send. The partitions that did not answer: none when it is done.</summary>
    async Task<int> HoldSender(AccountId account, bool hold, CancellationToken cancel)
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, Partitions).Select(p => Operate(new QueueCommands.HoldSender(p, account, hold), cancel))).ConfigureAwait(false);
        return replies.Count(reply => reply is not QueueReplies.Operated);
    }
}
