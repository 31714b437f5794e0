using System.Collections.Immutable;
using System.Security.Cryptography;
using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>Delivers to other hosts for one partition of the queue: a lane for each destination, and in each as many deliveries as the destination
/// allows. It keeps nothing: when it dies, its parent has all that was in hand and gives it to the next one.
///
/// Invariants
/// 1. Every recipient given to it is waiting in a lane, or under way at a delivery, or has been answered, unless it was withdrawn.
/// 2. A delivery that ends without a word, or says nothing for too long, puts its message off; it never fails it.</summary>
public sealed class RemoteCourierActor : UntypedActor, IWithTimers
{
    /// <summary>How long successes may wait to be reported, and a freed slot for the next message.</summary>
    public static readonly TimeSpan ReportEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>A delivery ends by itself at its deadline. One that has not by then is given up.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(15);

    /// <summary>Messages don't wait longer than this for a destination that can't be asked.</summary>
    private static readonly TimeSpan WaitForDestination = TimeSpan.FromMinutes(1);

    /// <summary>Actors that have nothing to carry now and are kept for what comes next; more of them end.</summary>
    private const int MostIdle = 32;

    private readonly RemoteServices _services;
    private readonly Props _delivery;
    private readonly LaneTable _lanes;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<IActorRef, UnderWay> _deliveries = [];
    private readonly List<IActorRef> _idle = [];
    private readonly Queue<Lane> _starved = [];
    private long _measuredAt;
    private bool _draining;

    public RemoteCourierActor(RemoteServices services)
    {
        _services = services;
        _lanes = new(services);
        _delivery = Produced.By(() => new DeliveryActor(services));
    }

    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    private static double Spread => RandomNumberGenerator.GetInt32(1001) / 1000.0;

    protected override SupervisorStrategy SupervisorStrategy() => new OneForOneStrategy(_ => Directive.Stop);

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(Look), Look.Instance, ReportEvery, ReportEvery);

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case RemoteDelivery.Deliver deliver when !_draining:
                Take(deliver);
                break;
            case DestinationReplies.Allowance allowance:
                if (_lanes.Of(allowance.Courier) is { } lane) Take(lane, allowance);
                break;
            case DeliveryActor.Attempted attempted:
                if (_deliveries.TryGetValue(Sender, out var one)) Ended(one, attempted.Answers, attempted.Troubles);
                break;
            case Terminated { ActorRef: var gone }:
                if (_deliveries.TryGetValue(gone, out var lost)) Lost(lost, new("4.3.0", "The delivery ended unexpectedly."), troubles: false);
                else _idle.Remove(gone);
                break;
            case Look:
                LookRound();
                break;
            case RemoteDelivery.Withdraw withdraw:
                _lanes.Withdraw(withdraw.Message);
                break;
            case RemoteDelivery.Drain:
                _draining = true;
                AnswerDrained();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(RemoteDelivery.Deliver deliver)
    {
        var now = Now;
        var lane = _lanes.For(_services.Routes.For(deliver.Domain), now);
        if (lane.DeadUntil > now)
            Answer(deliver.Envelope.Id, deliver.Recipients.Select(r => RemoteOutcomes.Dead(
                r, lane.Trouble, deliver.Envelope, _services.Rules.For(deliver.Domain), lane.DeadUntil.Value, now, Spread)));
        else if (!_lanes.HasRoom(lane))
            Answer(deliver.Envelope.Id, deliver.Recipients.Select(r => RemoteOutcomes.NotBegun(
                r, new("4.3.2", "Much mail is waiting for this destination."), Near(lane), now, Spread)));
        else
        {
            _lanes.Add(lane, deliver);
            Pump(lane, now);
        }
    }

    private void Take(Lane lane, DestinationReplies.Allowance allowance)
    {
        var now = Now;
        lane.Take(allowance, now);
        switch (allowance.Standing)
        {
            case DestinationStanding.Dead:
                PutOff(lane, (job, r) => RemoteOutcomes.Dead(r, allowance.Trouble, job.Envelope, TermsOf(job, r), now + allowance.Wait, now, Spread));
                break;
            case DestinationStanding.Paused:
                PutOff(lane, (_, r) => RemoteOutcomes.NotBegun(r, new("4.3.2", "The destination is paused by an operator."), TimeSpan.FromMinutes(5), now, Spread));
                break;
            default:
                Pump(lane, now);
                break;
        }
    }

    /// <summary>Begins as many deliveries as may be begun, and asks for more where that may help.</summary>
    private void Pump(Lane lane, DateTimeOffset now)
    {
        while (!_draining && lane.Waiting.Count > 0 && lane.MayBegin(now))
        {
            // The first connection of a destination finds room when others have taken all they were allowed.
            if (_deliveries.Count >= (lane.Busy == 0 ? _services.Settings.MaxConnections : _services.Settings.MaxConnections / 2))
            {
                _starved.Enqueue(lane);
                break;
            }

            if (_lanes.Take(lane) is not { } job || Source(job, now) is not { } source) continue;
            var actor = Idle() ?? Context.Watch(Context.ActorOf(_delivery));
            lane.Began();
            Start(_deliveries[actor] = new(actor, lane), job, source, now);
        }

        if (lane.MustClaim(now)) Claim(lane, now);
    }

    /// <summary>Null, and the job is answered, when no address may send any more today.</summary>
    private SourceChoice.From? Source(Job job, DateTimeOffset now)
    {
        var choice = _services.Sources.Choose(job.ReversePath ?? job.Envelope.ReversePath, job.Lane.Destination, now);
        if (choice is SourceChoice.From from) return from;
        var until = ((SourceChoice.Exhausted)choice).Until;
        Settle(job, job.Recipients.Select(r => RemoteOutcomes.NotBegun(
            r, new("4.3.2", "Our sending addresses have sent what they may today."), until - now + TimeSpan.FromMinutes(30), now, Spread)));
        return null;
    }

    private void Start(UnderWay delivery, Job job, SourceChoice.From source, DateTimeOffset now)
    {
        delivery.Job = job;
        delivery.GiveUpAt = now + _services.Settings.TimeFor(job.Envelope.Size) + Grace;
        delivery.Actor.Tell(new DeliveryActor.Attempt(job.Lane.Hop, job.Envelope, job.Recipients, job.TlsNeed, source.Address));
    }

    private void Ended(UnderWay delivery, ImmutableArray<RecipientAnswer> answers, bool troubles)
    {
        var (job, lane, now) = (delivery.Job!, delivery.Lane, Now);
        delivery.Job = null;
        var untried = answers.Where(a => a.Verdict == Verdict.NotTried).Select(a => a.Recipient).ToImmutableArray();
        // A host may take few recipients at a time; one that takes none, again and again, has put the message off.
        var again = untried.Length > 0 && !_draining && (untried.Length < job.Recipients.Length || job.Passes < 2);
        var settled = again ? answers.Where(a => a.Verdict != Verdict.NotTried) : answers;
        Answer(job.Envelope.Id, settled.Select(a => RemoteOutcomes.Of(a, job.Envelope, job.Tries, TermsOf(job, a.Recipient), now, Spread)));
        if (again) _lanes.PutBack(job, untried);
        else _lanes.Forget(job);
        lane.Ended(troubles, troubles ? answers.FirstOrDefault(a => a.Reason is not null)?.Reason : null);
        if (!_draining && lane.Waiting.Count > 0 && Next(delivery, lane, now)) return;
        Release(delivery);
        Freed(lane, now);
    }

    /// <summary>Gives the delivery the next message, if its destination still allows it that.</summary>
    private bool Next(UnderWay delivery, Lane lane, DateTimeOffset now)
    {
        while (lane.MayBegin(now) && _lanes.Take(lane) is { } job)
        {
            if (Source(job, now) is not { } source) continue;
            lane.Began();
            Start(delivery, job, source, now);
            if (lane.MustClaim(now)) Claim(lane, now);
            return true;
        }

        return false;
    }

    private void Lost(UnderWay delivery, Reason reason, bool troubles)
    {
        var (job, now) = (delivery.Job, Now);
        _deliveries.Remove(delivery.Actor);
        if (job is not null)
        {
            _log.Warning("A delivery of {0} to {1} was lost: {2}", job.Envelope.Id, delivery.Lane.Destination, reason);
            Settle(job, job.Recipients.Select(r => RemoteOutcomes.Later(r, reason, job.Envelope, job.Tries, TermsOf(job, r), now, Spread)));
            delivery.Lane.Ended(troubles, reason);
        }

        Freed(delivery.Lane, now);
    }

    private void Release(UnderWay delivery)
    {
        _deliveries.Remove(delivery.Actor);
        if (_idle.Count < MostIdle)
        {
            delivery.Actor.Tell(DeliveryActor.Release.Instance);
            _idle.Add(delivery.Actor);
            return;
        }

        Context.Unwatch(delivery.Actor);
        Context.Stop(delivery.Actor);
    }

    private IActorRef? Idle()
    {
        if (_idle.Count == 0) return null;
        var last = _idle[^1];
        _idle.RemoveAt(_idle.Count - 1);
        return last;
    }

    private void Freed(Lane lane, DateTimeOffset now)
    {
        Pump(lane, now);
        for (var left = _starved.Count; left > 0 && _deliveries.Count < _services.Settings.MaxConnections; left--) Pump(_starved.Dequeue(), now);
        AnswerDrained();
    }

    private void LookRound()
    {
        var now = Now;
        var measure = now.ToUnixTimeSeconds() > _measuredAt;
        if (measure)
        {
            _measuredAt = now.ToUnixTimeSeconds();
            foreach (var silent in _deliveries.Values.Where(d => d.Job is not null && now > d.GiveUpAt).ToList())
            {
                Context.Unwatch(silent.Actor);
                Context.Stop(silent.Actor);
                Lost(silent, new("4.4.2", "The delivery took too long."), troubles: true);
            }
        }

        foreach (var lane in _lanes.All.ToList())
        {
            if (measure) lane.Measure();
            if (lane.IsDirty || lane.MustRenew(now)) Claim(lane, now);
            if (lane.Waiting.Count > 0) Pump(lane, now);
            if (lane.Waiting.Count > 0 && now - lane.AnsweredAt > WaitForDestination && lane.Busy == 0)
                PutOff(lane, (_, r) => RemoteOutcomes.NotBegun(r, new("4.3.0", "Delivery is not available just now."), TimeSpan.FromMinutes(1), now, Spread));
            if (lane.IsIdle && !lane.IsDirty && !(lane.DeadUntil > now)) _lanes.Remove(lane);
        }
    }

    private void Claim(Lane lane, DateTimeOffset now) => _services.Destinations.Tell(lane.Claim(now));

    private void PutOff(Lane lane, Func<Job, int, Outcome> outcome)
    {
        while (_lanes.Take(lane) is { } job) Settle(job, job.Recipients.Select(r => outcome(job, r)));
    }

    private void Settle(Job job, IEnumerable<Outcome> outcomes)
    {
        Answer(job.Envelope.Id, outcomes);
        _lanes.Forget(job);
    }

    private static void Answer(QueueId message, IEnumerable<Outcome> outcomes)
    {
        var all = outcomes.ToImmutableArray();
        if (all.Length > 0) Context.Parent.Tell(new RemoteDelivery.Finished(message, all));
    }

    private void AnswerDrained()
    {
        if (_draining && _deliveries.Count == 0) Context.Parent.Tell(RemoteDelivery.Drained.Instance);
    }

    private Destinations.DestinationTerms TermsOf(Job job, int recipient) =>
        _services.Rules.For(job.Envelope.Recipient(recipient).Address.Domain);

    /// <summary>About when there will be room.</summary>
    private static TimeSpan Near(Lane lane) => TimeSpan.FromSeconds(Math.Clamp(lane.Waiting.Count / lane.Pace, 5, 300));

    private sealed class UnderWay(IActorRef actor, Lane lane)
    {
        public IActorRef Actor { get; } = actor;

        public Lane Lane { get; } = lane;

        public Job? Job { get; set; }

        public DateTimeOffset GiveUpAt { get; set; }
    }

    private sealed record Look
    {
        public static readonly Look Instance = new();
    }
}
