using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>The messages of a folder as a row of chunks, each in memory or only named by the key under which it is stored.
/// Appending needs no stored chunk: it goes into the last chunk in memory or a new one. Any other change to a folder whose chunks are
/// not all in memory (it happens only when events are replayed) waits in <see cref="Deferred"/> until they are loaded.
///
/// Invariants
/// 1. <see cref="Chunks"/>, <see cref="Starts"/> and <see cref="Keys"/> have one length; a chunk in memory is never empty, and
///    <see cref="MessageChunk.Empty"/> stands where it is not in memory.
/// 2. Where there is a key, the chunk is stored under it exactly as it is; where there is none, it is in memory.
/// 3. While <see cref="Deferred"/> is not empty every further change goes there too.</summary>
public sealed record FolderMessages
{
    public static readonly FolderMessages Empty = new();

    public ImmutableArray<MessageChunk> Chunks { get; init; } = [];

    /// <summary>Messages before each chunk.</summary>
    public ImmutableArray<int> Starts { get; init; } = [];

    /// <summary>Under which key each chunk is stored; the default for one that isn't.</summary>
    public ImmutableArray<ChunkKey> Keys { get; init; } = [];

    /// <summary>Messages in all chunks, not counting what <see cref="Deferred"/> will do.</summary>
    public int Count { get; init; }

    /// <summary>Null when not in memory.</summary>
    public VanishedSet? Vanished { get; init; } = VanishedSet.Empty;

    /// <summary>Default when not stored.</summary>
    public ChunkKey VanishedKey { get; init; }

    public ImmutableList<FolderChange> Deferred { get; init; } = [];

    /// <summary>Chunks not in memory.</summary>
    public int Missing { get; init; }

    public bool IsLoaded => Missing == 0 && Vanished is not null;

    /// <summary>A folder as a root names it: nothing in memory.</summary>
    public static FolderMessages Stored(IReadOnlyList<(ChunkKey Key, int Count)> chunks, ChunkKey vanished)
    {
        var starts = ImmutableArray.CreateBuilder<int>(chunks.Count);
        var count = 0;
        foreach (var chunk in chunks)
        {
            starts.Add(count);
            count += chunk.Count;
        }

        return new()
        {
            Chunks = [.. Enumerable.Repeat(MessageChunk.Empty, chunks.Count)],
            Starts = starts.DrainToImmutable(),
            Keys = [.. chunks.Select(c => c.Key)],
            Count = count,
            Vanished = vanished == default ? VanishedSet.Empty : null,
            VanishedKey = vanished,
            Missing = chunks.Count,
        };
    }

    public int LengthOf(int chunk) => (chunk + 1 < Starts.Length ? Starts[chunk + 1] : Count) - Starts[chunk];

    /// <summary>The keys of what is not in memory.</summary>
    public IEnumerable<ChunkKey> MissingKeys()
    {
        for (var i = 0; i < Chunks.Length; i++)
            if (Chunks[i].Count == 0) yield return Keys[i];
        if (Vanished is null) yield return VanishedKey;
    }

    public FolderMessages Apply(FolderChange change) => change switch
    {
        _ when !Deferred.IsEmpty => this with { Deferred = Deferred.Add(change) },
        FolderChange.Added added => Append(added.Rows),
        _ when !IsLoaded => this with { Deferred = Deferred.Add(change) },
        FolderChange.FlagsSet set => SetFlags(set),
        FolderChange.Removed removed => Remove(removed),
        _ => this,
    };

    /// <summary>The same folder with all in memory, deferred changes done.</summary>
    /// <param name="chunks">Every chunk of <see cref="MissingKeys"/>, of the length the root told.</param>
    public FolderMessages Load(IReadOnlyDictionary<ChunkKey, MessageChunk> chunks, VanishedSet vanished)
    {
        if (IsLoaded) return this;
        var row = new ChunkRow(Chunks.Length);
        for (var i = 0; i < Chunks.Length; i++)
            row.Add(Chunks[i].Count > 0 ? Chunks[i] : chunks[Keys[i]], Keys[i]);
        var loaded = row.ToMessages(this) with { Vanished = Vanished ?? vanished, Deferred = [] };
        return Deferred.Aggregate(loaded, (messages, change) => messages.Apply(change));
    }

    /// <summary>Lets go of what is stored anyway.</summary>
    public FolderMessages Unload()
    {
        var chunks = Chunks.ToBuilder();
        var missing = 0;
        for (var i = 0; i < chunks.Count; i++)
        {
            if (Keys[i] == default) continue;
            chunks[i] = MessageChunk.Empty;
            missing++;
        }

        return this with { Chunks = chunks.DrainToImmutable(), Missing = missing, Vanished = VanishedKey == default ? Vanished : null };
    }

    /// <summary>With the keys under which chunks now are stored. What changed since is not among them and keeps none.</summary>
    public FolderMessages Name(IReadOnlyDictionary<object, ChunkKey> saved)
    {
        ImmutableArray<ChunkKey>.Builder? keys = null;
        for (var i = 0; i < Chunks.Length; i++)
            if (Keys[i] == default && saved.TryGetValue(Chunks[i], out var key)) (keys ??= Keys.ToBuilder())[i] = key;
        return this with
        {
            Keys = keys?.DrainToImmutable() ?? Keys,
            VanishedKey = VanishedKey == default && Vanished is not null && saved.TryGetValue(Vanished, out var own) ? own : VanishedKey,
        };
    }

    private FolderMessages Append(IReadOnlyList<MessageRow> rows)
    {
        // One delivery into the chunk it fits in is what a mailbox does all day: nothing is copied but the row of chunks.
        if (Chunks.Length > 0 && Chunks[^1].Count > 0 && Chunks[^1].Count + rows.Count <= MessageChunk.Capacity)
        {
            return this with
            {
                Chunks = Chunks.SetItem(Chunks.Length - 1, Chunks[^1].Append(rows)),
                Keys = Keys[^1] == default ? Keys : Keys.SetItem(Keys.Length - 1, default),
                Count = Count + rows.Count,
            };
        }

        var chunks = Chunks.ToBuilder();
        var starts = Starts.ToBuilder();
        var keys = Keys.ToBuilder();
        var taken = 0;
        if (chunks.Count > 0 && chunks[^1].Count is > 0 and < MessageChunk.Capacity)
        {
            taken = Math.Min(rows.Count, MessageChunk.Capacity - chunks[^1].Count);
            chunks[^1] = chunks[^1].Append(Slice(rows, 0, taken));
            keys[^1] = default;
        }

        for (var count = Count + taken; taken < rows.Count;)
        {
            var next = Math.Min(MessageChunk.Capacity, rows.Count - taken);
            chunks.Add(MessageChunk.From(Slice(rows, taken, next)));
            starts.Add(count);
            keys.Add(default);
            taken += next;
            count += next;
        }

        return this with
        {
            Chunks = chunks.DrainToImmutable(), Starts = starts.DrainToImmutable(), Keys = keys.DrainToImmutable(), Count = Count + rows.Count,
        };
    }

    private FolderMessages SetFlags(FolderChange.FlagsSet change)
    {
        var chunks = Chunks.ToBuilder();
        var keys = Keys.ToBuilder();
        foreach (var runs in this.Find(change.Uids).GroupBy(run => run.Chunk))
        {
            var chunk = Chunks[runs.Key];
            var changes = new List<(int, MessageFlags)>();
            foreach (var run in runs)
                for (var i = run.From; i < run.To; i++) changes.Add((i, change.On((MessageFlags)chunk.Flags[i])));
            chunks[runs.Key] = chunk.WithFlags(changes, change.ModSeq);
            keys[runs.Key] = default;
        }

        return this with { Chunks = chunks.DrainToImmutable(), Keys = keys.DrainToImmutable() };
    }

    private FolderMessages Remove(FolderChange.Removed change)
    {
        var hit = this.Find(change.Uids).Select(run => run.Chunk).ToHashSet();
        var row = new ChunkRow(Chunks.Length);
        for (var i = 0; i < Chunks.Length; i++)
        {
            if (hit.Contains(i)) row.Add(Chunks[i].Without(change.Uids), default);
            else row.Add(Chunks[i], Keys[i]);
        }

        return row.ToMessages(this) with { Vanished = Vanished!.Add(change.Uids, change.ModSeq), VanishedKey = default };
    }

    private static IReadOnlyList<MessageRow> Slice(IReadOnlyList<MessageRow> rows, int start, int count) =>
        count == rows.Count ? rows : [.. rows.Skip(start).Take(count)];
}
