using System.Buffers.Binary;
using Akka.Actor;
using MailActors.Actors.Cluster;
using MailActors.Domain.Queue;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Queue;

/// <summary>Asks the partitions through their shard region. Messages are spread evenly over the partitions of this node, or over all as long as
/// none is known to be here.</summary>
public sealed class Queues(IActorRef region, QueueSettings settings, TimeProvider time) : IQueues
{
    private readonly RegionAsk _ask = new(region, settings.AskTry, settings.AskDeadline, time);
    private volatile int[] _preferred = [.. Enumerable.Range(0, settings.Partitions)];
    private int _next;

    public int Partitions => settings.Partitions;

    public async Task<QueueReply> Accept(Envelope envelope, CancellationToken cancel)
    {
        var partition = envelope.Handling.Origin == MailOrigin.Notice ? PartitionOf(envelope.Id) : NextPartition();
        return await _ask.Ask<QueueReply>(new QueueCommands.AcceptMessage(partition, envelope), cancel).ConfigureAwait(false)
            ?? new QueueReplies.Rejected(envelope.Id, QueueRejection.Unavailable);
    }

    public async Task<QueueReply> Ask(QueueQuery query, CancellationToken cancel) =>
        await _ask.Ask<QueueReply>(query, cancel).ConfigureAwait(false) ?? new QueueReplies.Rejected(default, QueueRejection.Unavailable);

    public async Task<QueueReply> Operate(QueueCommand command, CancellationToken cancel) =>
        await _ask.Ask<QueueReply>(command, cancel).ConfigureAwait(false) ?? new QueueReplies.Rejected(default, QueueRejection.Unavailable);

    private int NextPartition()
    {
        var preferred = _preferred;
        return preferred[(int)((uint)Interlocked.Increment(ref _next) % (uint)preferred.Length)];
    }

    /// <summary>A notice that is told again after a crash has the id it had, and only the partition that took it then knows that.</summary>
    private int PartitionOf(QueueId id) => (int)(BinaryPrimitives.ReadUInt32BigEndian(id.Value.ToByteArray(bigEndian: true)) % (uint)settings.Partitions);

    /// <summary>Told by the keeper which partitions live on this node; none means all are as good.</summary>
    internal void Prefer(int[] local) => _preferred = local.Length > 0 ? local : [.. Enumerable.Range(0, settings.Partitions)];
}
