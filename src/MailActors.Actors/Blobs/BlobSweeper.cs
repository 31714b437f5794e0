using Akka.Actor;
using Akka.Event;
using MailActors.Actors.Cluster;
using MailActors.Domain.Blobs;

namespace MailActors.Actors.Blobs;

/// <summary>Sweeps the store again and again; one in the whole cluster. A sweep that fails has removed nothing it should not have, and the next one
/// tries again. When it stops, the sweep under way ends between two writes.</summary>
public sealed class BlobSweeper : ReceiveActor, IWithTimers
{
    private readonly IBlobSweep _sweep;
    private readonly TimeSpan _first;
    private readonly TimeSpan _every;
    private readonly CancellationTokenSource _stopping = new();
    private readonly ILoggingAdapter _log = Context.GetLogger();

    public BlobSweeper(IBlobSweep sweep, TimeSpan first, TimeSpan every)
    {
        (_sweep, _first, _every) = (sweep, first, every);
        Receive<TimeToSweep>(_ => Sweep());
        Receive<Swept>(swept =>
        {
            if (swept.Report is { Removed: > 0 } done)
                _log.Info("Removed {Removed} messages nobody named any more, {Octets} octets; {Returned} octets of the file given back", done.Removed, done.RemovedBytes, done.ReturnedBytes);
            Wait(_every);
        });
        Receive<Status.Failure>(failure =>
        {
            if (!_stopping.IsCancellationRequested) _log.Warning(failure.Cause, "The store was not swept to its end");
            Wait(_every);
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    /// <param name="first">From the start to the first sweep.</param>
    /// <param name="every">From the end of one to the start of the next.</param>
    public static Props Props(IBlobSweep sweep, TimeSpan first, TimeSpan every) => Produced.By(() => new BlobSweeper(sweep, first, every));

    protected override void PreStart() => Wait(_first);

    protected override void PostStop() => _stopping.Cancel();

    private void Sweep() => Task.Run(() => _sweep.Run(remove: true, progress: null, _stopping.Token))
        .PipeTo(Self, success: report => new Swept(report), failure: cause => new Status.Failure(cause));

    private void Wait(TimeSpan time) => Timers.StartSingleTimer(nameof(TimeToSweep), TimeToSweep.Instance, time);

    private sealed record Swept(SweepReport? Report) : INoSerializationVerificationNeeded;

    private sealed class TimeToSweep : INoSerializationVerificationNeeded
    {
        public static readonly TimeToSweep Instance = new();
    }
}
