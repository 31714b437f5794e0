using MailActors.Domain.Blobs;

namespace MailActors.Storage.Sqlite;

internal sealed class PendingWrite(IWriteUnit unit) : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)
{
    public IWriteUnit Unit { get; } = unit;

    public int Bytes { get; } = unit.Bytes;
}

/// <summary>Units waiting for the writer, in the order they came. Bounded: what does not fit is refused, and told so.</summary>
internal sealed class WriteQueue(int maxUnits, long maxBytes)
{
    private readonly Lock _gate = new();
    private readonly SemaphoreSlim _signal = new(0);
    private readonly Queue<PendingWrite> _waiting = new();
    private long _bytes;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate) return _waiting.Count;
        }
    }

    public void Add(PendingWrite write)
    {
        lock (_gate)
        {
            if (_closed) throw new StorageException(StorageFault.Unavailable, "The store is closing.");
            // One unit alone always fits, however large.
            if (_waiting.Count >= maxUnits || (_bytes + write.Bytes > maxBytes && _waiting.Count > 0))
                throw new StorageException(StorageFault.Unavailable, $"{_waiting.Count} writes wait for the disk.");
            _waiting.Enqueue(write);
            _bytes += write.Bytes;
            if (_waiting.Count > 1) return;
        }

        _signal.Release();
    }

    /// <summary>Waits for work and moves as much as a batch holds into <paramref name="batch"/>; false when closed and empty.</summary>
    public bool Take(List<PendingWrite> batch, int units, long bytes)
    {
        while (true)
        {
            lock (_gate)
            {
                while (batch.Count < units && _waiting.TryPeek(out var next) && (batch.Count == 0 || next.Bytes <= bytes))
                {
                    batch.Add(_waiting.Dequeue());
                    bytes -= next.Bytes;
                    _bytes -= next.Bytes;
                }

                if (batch.Count > 0) return true;
                if (_closed) return false;
            }

            _signal.Wait();
        }
    }

    public void Close()
    {
        lock (_gate) _closed = true;
        _signal.Release();
    }
}
