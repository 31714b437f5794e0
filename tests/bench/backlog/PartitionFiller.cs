using Akka.Actor;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Cluster;
using MailActors.Actors.Queue;
using MailActors.Domain.Queue;
using MailActors.Storage.Journal;

namespace MailActors.Backlog;

/// <summary>Gives one partition its share of the backlog, so many messages at a time, and stops it when all of them have been put off.</summary>
internal sealed class PartitionFiller : UntypedActor
{
    private const int Window = 1000;
    private readonly DeferredMail _mail;
    private readonly TaskCompletionSource _done;
    private readonly IActorRef _queue;
    private readonly int _partition;
    private readonly int _count;
    private int _sent;
    private int _putOff;

    public PartitionFiller(int partition, int count, QueueSettings settings, DeferredMail mail, TaskCompletionSource done)
    {
        (_partition, _count, _mail, _done) = (partition, count, mail, done);
        var self = Self;
        var (nobody, courier) = (Produced.By(() => new Nobody()), Produced.By(() => new PuttingOff(mail, self)));
        _queue = Context.Watch(Context.ActorOf(Produced.By(() => new QueueActor(
            partition, settings, TimeProvider.System, new QueueChildren(nobody, courier, null), SqlitePersistence.QueueJournal, SqlitePersistence.QueueSnapshots))));
        for (var i = 0; i < Window; i++) Send();
        if (count == 0) _queue.Tell(StopPartition.Instance);
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case QueueReplies.Accepted:
                Send();
                break;
            case OnePutOff when ++_putOff == _count:
                _queue.Tell(StopPartition.Instance);
                break;
            case Terminated:
                if (_putOff == _count) _done.SetResult();
                else _done.SetException(new InvalidOperationException($"Partition {_partition} stopped with {_putOff} of {_count} put off."));
                Context.Stop(Self);
                break;
            case QueueReplies.Rejected rejected:
                throw new InvalidOperationException($"{rejected}");
        }
    }

    private void Send()
    {
        if (_sent < _count) _queue.Tell(new QueueCommands.AcceptMessage(_partition, _mail.Message(_partition, _sent++)));
    }

    private sealed record OnePutOff
    {
        public static readonly OnePutOff Instance = new();
    }

    private sealed class Nobody : UntypedActor
    {
        protected override void OnReceive(object message) => Unhandled(message);
    }

    /// <summary>A courier no host answers.</summary>
    private sealed class PuttingOff(DeferredMail mail, IActorRef filler) : UntypedActor
    {
        protected override void OnReceive(object message)
        {
            switch (message)
            {
                case RemoteDelivery.Deliver deliver:
                    Sender.Tell(new RemoteDelivery.Finished(deliver.Envelope.Id, [mail.PutOff(deliver.Envelope, deliver.Domain)]));
                    filler.Tell(OnePutOff.Instance);
                    break;
                case RemoteDelivery.Drain:
                    Sender.Tell(RemoteDelivery.Drained.Instance);
                    break;
            }
        }
    }
}
