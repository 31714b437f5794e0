namespace MailActors.Node.Tests.Crash;

/// <summary>A file as a disk with a cache sees it: what is safe, and what has been written since the last sync.</summary>
internal sealed class DiskFile(byte[] safe)
{
    private readonly List<Change> _pending = [];
    private byte[] _safe = safe;
    private int _length = safe.Length;

    public int Writes { get; private set; }

    public int Syncs { get; private set; }

    public int Pending => _pending.Count;

    public void Write(long offset, byte[] bytes)
    {
        Writes++;
        _pending.Add(new(offset, bytes));
    }

    public void Truncate(long length) => _pending.Add(new(length, null));

    public void Sync()
    {
        Syncs++;
        foreach (var change in _pending) Apply(change);
        _pending.Clear();
    }

    public byte[] AfterCut(Func<bool> survives)
    {
        foreach (var change in _pending)
            if (survives()) Apply(change);
        return _safe[.._length];
    }

    private void Apply(Change change)
    {
        var length = change.Bytes is { } bytes ? Math.Max(_length, (int)change.Offset + bytes.Length) : (int)change.Offset;
        if (length > _safe.Length) Array.Resize(ref _safe, 2 * length);
        if (length < _length) _safe.AsSpan(length, _length - length).Clear();
        _length = length;
        change.Bytes?.CopyTo(_safe, (int)change.Offset);
    }

    /// <param name="Bytes">Null for a new length of <paramref name="Offset"/>.</param>
    private sealed record Change(long Offset, byte[]? Bytes);
}
