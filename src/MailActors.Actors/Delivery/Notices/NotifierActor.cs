using Akka.Actor;
using Akka.Event;
using MailActors.Protocol.Addresses;
using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Delivery.Notices;

/// <summary>Tells senders, for one partition of the queue. When one sender would get many notices, they are gathered into one. What it has not
/// answered is told again by the partition, so nothing it holds needs to be durable.</summary>
public sealed class NotifierActor : UntypedActor, IWithTimers
{
    private readonly NoticeSettings _settings;
    private readonly NoticeOffice _office;
    private readonly TimeProvider _time;
    private readonly ILoggingAdapter _log = Context.GetLogger();
    private readonly Dictionary<MailAddress, SenderNotices> _senders = [];

    public NotifierActor(NoticeSettings settings, NoticeOffice office, TimeProvider time)
    {
        _settings = settings;
        _office = office;
        _time = time;
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer(nameof(LookRound), LookRound.Instance, TimeSpan.FromSeconds(1));

    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Tell { Sender: null } tell:
                Answer(new([tell], IsDone: true));
                break;
            case Tell tell:
                Take(tell);
                break;
            case Done done:
                if (!done.IsDone) _log.Warning("A notice to {0} can't be made now and is made later.", done.Tells[0].Sender);
                Answer(done);
                break;
            case LookRound:
                SendMerged();
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Take(Tell tell)
    {
        var sender = tell.Sender!;
        if (!_senders.TryGetValue(sender, out var notices)) _senders[sender] = notices = new(_settings);
        if (notices.MayGoAlone(_time.GetUtcNow())) Send([tell]);
        else notices.Gather(tell, _time.GetUtcNow());
    }

    private void SendMerged()
    {
        var now = _time.GetUtcNow();
        foreach (var (sender, notices) in _senders.ToList())
        {
            foreach (var tells in notices.Due(now)) Send(tells);
            if (notices.IsForgotten(now)) _senders.Remove(sender);
        }
    }

    private void Send(IReadOnlyList<Tell> tells) =>
        _office.Tell(tells).PipeTo(Self, success: isDone => new Done(tells, isDone), failure: e =>
        {
            _log.Error(e, "A notice could not be made.");
            return new Done(tells, IsDone: false);
        });

    private static void Answer(Done done)
    {
        foreach (var tell in done.Tells)
        {
            var recipients = tell.Items.Select(i => i.Recipient);
            Context.Parent.Tell(done.IsDone
                ? new Told(tell.Envelope.Id, tell.Kind, [.. recipients]) { Marked = tell.Marked }
                : new NotTold(tell.Envelope.Id, tell.Kind, [.. recipients]) { Marked = tell.Marked });
        }
    }

    private sealed record Done(IReadOnlyList<Tell> Tells, bool IsDone);

    private sealed record LookRound
    {
        public static readonly LookRound Instance = new();
    }
}
