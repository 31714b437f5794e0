using Akka.Actor;

namespace MailActors.Actors.Queue;

/// <summary>Wakes every partition when the node starts and again every few seconds, so that each lives somewhere in the cluster and mail in it goes
/// out without anybody asking; and learns from the answers which of them live on this node.</summary>
public sealed class QueueKeeper : UntypedActor, IWithTimers
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(10);
    private readonly IActorRef _region;
    private readonly int _partitions;
    private readonly Queues _queues;
    private readonly HashSet<int> _local = [];

    public QueueKeeper(IActorRef region, int partitions, Queues queues)
    {
        _region = region;
        _partitions = partitions;
        _queues = queues;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Wake), Wake.Instance, TimeSpan.Zero, Every);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Wake:
                for (var partition = 0; partition < _partitions; partition++) _region.Tell(new WakePartition(partition), Self);
                break;
            case PartitionAwake awake:
                var changed = Sender.Path.Address.HasLocalScope ? _local.Add(awake.Partition) : _local.Remove(awake.Partition);
                if (changed) _queues.Prefer([.. _local.Order()]);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private sealed record Wake
    {
        public static readonly Wake Instance = new();
    }
}
