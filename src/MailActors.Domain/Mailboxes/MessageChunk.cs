using MailActors.Domain.Blobs;

namespace MailActors.Domain.Mailboxes;

/// <summary>One message as a folder knows it.</summary>
/// <param name="ModSeq">The sequence number of the event that changed it last.</param>
/// <param name="InternalDate">Seconds since 1970 UTC.</param>
/// <param name="SaveDate">Seconds since 1970 UTC: when it came into this folder (RFC 8514).</param>
public readonly record struct MessageRow(
    uint Uid, MessageFlags Flags, long ModSeq, long InternalDate, long SaveDate, long Size, BlobId Blob);

/// <summary>About a thousand messages of a folder in columns, ascending by UID. Immutable: what a reader holds never changes under it.
/// Chunks of one folder share the columns that a change has not touched, and an append shares them all: a chunk sees only the first
/// <see cref="Count"/> entries of its columns, and behind them only the newest chunk writes.</summary>
public sealed class MessageChunk
{
    /// <summary>Messages in a full chunk.</summary>
    public const int Capacity = 1000;

    public static readonly MessageChunk Empty = new(0, [], [], [], [], [], [], []);

    private readonly uint[] _uids;
    private readonly ulong[] _flags;
    private readonly long[] _modSeqs;
    private readonly uint[] _internalDates;
    private readonly uint[] _saveDates;
    private readonly uint[] _sizes;
    private readonly BlobId[] _blobs;

    private MessageChunk(int count, uint[] uids, ulong[] flags, long[] modSeqs, uint[] internalDates, uint[] saveDates, uint[] sizes, BlobId[] blobs)
    {
        Count = count;
        _uids = uids;
        _flags = flags;
        _modSeqs = modSeqs;
        _internalDates = internalDates;
        _saveDates = saveDates;
        _sizes = sizes;
        _blobs = blobs;
    }

    public int Count { get; }

    public ReadOnlySpan<uint> Uids => _uids.AsSpan(0, Count);

    public ReadOnlySpan<ulong> Flags => _flags.AsSpan(0, Count);

    public ReadOnlySpan<long> ModSeqs => _modSeqs.AsSpan(0, Count);

    internal ReadOnlySpan<uint> InternalDates => _internalDates.AsSpan(0, Count);

    internal ReadOnlySpan<uint> SaveDates => _saveDates.AsSpan(0, Count);

    internal ReadOnlySpan<uint> Sizes => _sizes.AsSpan(0, Count);

    internal ReadOnlySpan<BlobId> Blobs => _blobs.AsSpan(0, Count);

    public MessageRow this[int index] => index < Count
        ? new(_uids[index], (MessageFlags)_flags[index], _modSeqs[index], _internalDates[index], _saveDates[index], _sizes[index], _blobs[index])
        : throw new ArgumentOutOfRangeException(nameof(index));

    public uint FirstUid => Count == 0 ? 0 : _uids[0];

    public uint LastUid => Count == 0 ? 0 : _uids[Count - 1];

    /// <summary>The index of a UID, or the complement of where it would stand.</summary>
    public int IndexOf(uint uid) => Uids.BinarySearch(uid);

    public static MessageChunk From(IReadOnlyList<MessageRow> rows) => Empty.Append(rows);

    /// <summary>Takes the columns as its own; all must be of one length.</summary>
    internal static MessageChunk FromColumns(
        uint[] uids, ulong[] flags, long[] modSeqs, uint[] internalDates, uint[] saveDates, uint[] sizes, BlobId[] blobs) =>
        new(uids.Length, uids, flags, modSeqs, internalDates, saveDates, sizes, blobs);

    /// <summary>Adds messages behind the last. Only the newest chunk of a folder may be appended to, by its one writer.</summary>
    public MessageChunk Append(IReadOnlyList<MessageRow> rows)
    {
        var count = Count + rows.Count;
        var room = _uids.Length >= count;
        var capacity = Math.Max(count, Math.Min(Capacity, Math.Max(16, _uids.Length * 2)));
        var chunk = new MessageChunk(
            count,
            room ? _uids : Grown(_uids, capacity),
            room ? _flags : Grown(_flags, capacity),
            room ? _modSeqs : Grown(_modSeqs, capacity),
            room ? _internalDates : Grown(_internalDates, capacity),
            room ? _saveDates : Grown(_saveDates, capacity),
            room ? _sizes : Grown(_sizes, capacity),
            room ? _blobs : Grown(_blobs, capacity));
        for (var i = 0; i < rows.Count; i++) chunk.Set(Count + i, rows[i]);
        return chunk;
    }

    /// <summary>A chunk with new flags and MODSEQ for the given indexes.</summary>
    public MessageChunk WithFlags(IReadOnlyList<(int Index, MessageFlags Flags)> changes, long modSeq)
    {
        var flags = Grown(_flags, _uids.Length);
        var modSeqs = Grown(_modSeqs, _uids.Length);
        foreach (var (index, value) in changes)
        {
            flags[index] = (ulong)value;
            modSeqs[index] = modSeq;
        }

        return new(Count, _uids, flags, modSeqs, _internalDates, _saveDates, _sizes, _blobs);
    }

    public MessageChunk Without(UidSet removed)
    {
        var kept = new List<MessageRow>(Count);
        for (var i = 0; i < Count; i++)
            if (!removed.Contains(_uids[i])) kept.Add(this[i]);
        return From(kept);
    }

    private static T[] Grown<T>(T[] column, int capacity)
    {
        var grown = new T[capacity];
        column.AsSpan(0, Math.Min(column.Length, capacity)).CopyTo(grown);
        return grown;
    }

    private void Set(int index, MessageRow row)
    {
        _uids[index] = row.Uid;
        _flags[index] = (ulong)row.Flags;
        _modSeqs[index] = row.ModSeq;
        _internalDates[index] = (uint)Math.Clamp(row.InternalDate, 0, uint.MaxValue);
        _saveDates[index] = (uint)Math.Clamp(row.SaveDate, 0, uint.MaxValue);
        _sizes[index] = (uint)Math.Min(row.Size, uint.MaxValue);
        _blobs[index] = row.Blob;
    }
}
