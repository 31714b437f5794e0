namespace MailActors.Actors.Transport;

/// <summary>The deadlines of all connections, looked through once a second by one timer: a deadline costs a connection one number
/// to set, and an idle connection nothing. Deadlines are therefore up to a second late.</summary>
internal sealed class DeadlineClock : IDisposable
{
    public const long Never = long.MaxValue;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);

    private readonly HashSet<IHasDeadline> _watched = [];
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    public DeadlineClock(TimeProvider time)
    {
        _time = time;
        _timer = time.CreateTimer(LookThrough, null, Tick, Tick);
    }

    /// <summary>Milliseconds on a clock that never goes back.</summary>
    public long Now => (long)(_time.GetTimestamp() * (1000.0 / _time.TimestampFrequency));

    public long In(TimeSpan span) => Now + (long)span.TotalMilliseconds;

    public void Watch(IHasDeadline one)
    {
        lock (_watched) _watched.Add(one);
    }

    public void Forget(IHasDeadline one)
    {
        lock (_watched) _watched.Remove(one);
    }

    public void Dispose() => _timer.Dispose();

    private void LookThrough(object? state)
    {
        var now = Now;
        List<IHasDeadline>? overdue = null;
        lock (_watched)
        {
            foreach (var one in _watched)
                if (one.Deadline <= now)
                    (overdue ??= []).Add(one);
        }

        overdue?.ForEach(one => one.Overdue());
    }
}

/// <summary>Read from the clock's thread: <see cref="Deadline"/> must be safe to read there, and <see cref="Overdue"/> only pass the word on.
/// The word can come late, so the receiver looks at its deadline once more.</summary>
internal interface IHasDeadline
{
    long Deadline { get; }

    void Overdue();
}
