using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>What waits for one destination, in the order it is to go: higher priority first (RFC 6710), but not to the exclusion of
/// lower ones; within one, new mail ahead of old but not
/// to its exclusion; within those, senders take turns.</summary>
internal sealed class LaneQueue(int newOfFive)
{
    private readonly Stack<Job> _again = [];
    private readonly PriorityTurns _turns = new();
    private readonly SortedDictionary<int, Level> _levels = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));

    public int Count { get; private set; }

    public void Add(Job job)
    {
        job.IsWaiting = true;
        Count++;
        if (!_levels.TryGetValue(job.Priority, out var level)) _levels[job.Priority] = level = new();
        (job.Tries == 0 ? level.New : level.Old).Add(job);
    }

    /// <summary>It was taken out but not tried: it goes before all others.</summary>
    public void PutBack(Job job)
    {
        job.IsWaiting = true;
        Count++;
        _again.Push(job);
    }

    public Job? Take()
    {
        while (Count > 0)
        {
            var job = _again.Count > 0 ? _again.Pop() : TakeFromLevels();
            if (job.IsWithdrawn) continue;
            Count--;
            job.IsWaiting = false;
            return job;
        }

        return null;
    }

    /// <summary>It stays where it is and is passed over when its turn comes.</summary>
    public void Withdraw(Job job)
    {
        if (!job.IsWaiting || job.IsWithdrawn) return;
        job.IsWithdrawn = true;
        Count--;
        if (Count > 0) return;
        _again.Clear();
        _levels.Clear();
    }

    private Job TakeFromLevels()
    {
        var priority = _turns.Next(_levels.Keys);
        var level = _levels[priority];
        var job = level.Take(newOfFive);
        if (level.IsEmpty) _levels.Remove(priority);
        return job;
    }

    private sealed class Level
    {
        private int _turn;

        public FairQueue New { get; } = new();

        public FairQueue Old { get; } = new();

        public bool IsEmpty => New.IsEmpty && Old.IsEmpty;

        public Job Take(int newOfFive)
        {
            if (Old.IsEmpty) return New.Take();
            if (New.IsEmpty) return Old.Take();
            _turn = (_turn + 1) % 5;
            return _turn < newOfFive ? New.Take() : Old.Take();
        }
    }

    /// <summary>Senders in a ring, each with its own line.</summary>
    private sealed class FairQueue
    {
        private readonly Dictionary<string, Queue<Job>> _lines = new(StringComparer.Ordinal);
        private readonly Queue<string> _ring = [];

        public bool IsEmpty => _ring.Count == 0;

        public void Add(Job job)
        {
            if (!_lines.TryGetValue(job.Sender, out var line))
            {
                _lines[job.Sender] = line = [];
                _ring.Enqueue(job.Sender);
            }

            line.Enqueue(job);
        }

        public Job Take()
        {
            var sender = _ring.Dequeue();
            var line = _lines[sender];
            var job = line.Dequeue();
            if (line.Count > 0) _ring.Enqueue(sender);
            else _lines.Remove(sender);
            return job;
        }
    }
}
