using System.Security.Cryptography;
using Akka.Actor;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Queue;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Delivery;

/// <summary>Delivers for one partition of the queue: so many at a time, and to one mailbox not so many that the others wait for it.
/// It keeps nothing: when it dies, its parent has all that was under way and gives it to the next one.</summary>
public sealed class LocalDeliveryActor : UntypedActor
{
    private readonly IMailboxes _mailboxes;
    private readonly QueueSettings _settings;
    private readonly TimeProvider _time;
    private readonly Queue<LocalDelivery.Deliver> _waiting = new();
    private readonly Dictionary<AccountId, Lane> _lanes = [];
    private int _underWay;

    public LocalDeliveryActor(IMailboxes mailboxes, QueueSettings settings, TimeProvider time)
    {
        _mailboxes = mailboxes;
        _settings = settings;
        _time = time;
    }

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case LocalDelivery.Deliver deliver:
                _waiting.Enqueue(deliver);
                break;
            case Answer answer:
                Finish(answer);
                break;
            default:
                Unhandled(message);
                return;
        }

        StartWaiting();
    }

    private void StartWaiting()
    {
        while (_underWay < _settings.MaxDeliveries && _waiting.TryDequeue(out var next))
        {
            var account = next.Recipient.Account!.Value;
            if (!_lanes.TryGetValue(account, out var lane)) _lanes[account] = lane = new();
            if (lane.UnderWay >= _settings.MaxDeliveriesPerMailbox) lane.Held.Enqueue(next);
            else Start(next, lane);
        }
    }

    private void Start(LocalDelivery.Deliver deliver, Lane lane)
    {
        _underWay++;
        lane.UnderWay++;
        _mailboxes.Ask(LocalDelivery.CommandFor(deliver)).PipeTo(Self, success: reply => new Answer(deliver, reply), failure: _ => new Answer(deliver, Unavailable));
    }

    private static readonly MailboxReply Unavailable = new MailboxReplies.Rejected(MailboxRejection.Unavailable);

    private void Finish(Answer answer)
    {
        var account = answer.Deliver.Recipient.Account!.Value;
        var lane = _lanes[account];
        _underWay--;
        lane.UnderWay--;
        var spread = RandomNumberGenerator.GetInt32(1001) / 1000.0;
        var outcome = LocalDelivery.OutcomeOf(
            answer.Reply, answer.Deliver, _settings.Schedule, _settings.ScheduleWhenUnavailable, _time.GetUtcNow(), spread);
        Context.Parent.Tell(new LocalDelivery.Finished(answer.Deliver.Envelope.Id, outcome));
        if (lane.Held.TryDequeue(out var next)) Start(next, lane);
        else if (lane.UnderWay == 0) _lanes.Remove(account);
    }

    private sealed record Answer(LocalDelivery.Deliver Deliver, MailboxReply Reply);

    private sealed class Lane
    {
        public int UnderWay { get; set; }

        public Queue<LocalDelivery.Deliver> Held { get; } = new();
    }
}
