using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>A chunk, or the vanished set of a folder, that is in memory only.</summary>
/// <param name="Content">A <see cref="MessageChunk"/> or a <see cref="VanishedSet"/>; immutable, so that it can be written on another thread.</param>
public sealed record UnsavedChunk(int Folder, object Content)
{
    public StoredChunk Encode(ChunkKey key) => new(key, Folder, Content switch
    {
        MessageChunk chunk => ChunkCodec.Encode(chunk),
        VanishedSet vanished => VanishedCodec.Encode(vanished),
        _ => throw new InvalidOperationException($"{Content.GetType().Name} is no chunk."),
    });
}

/// <summary>Moving the chunks of a mailbox between memory and disk. None of it changes what the mailbox is.</summary>
public static class MailboxChunks
{
    /// <summary>Folders that must be loaded before a root can be made: changes of theirs wait for their chunks.</summary>
    public static ImmutableArray<int> FoldersToSettle(this MailboxState state) =>
        [.. state.Folders.Values.Where(f => !f.Messages.Deferred.IsEmpty).Select(f => f.Info.Id)];

    public static IEnumerable<UnsavedChunk> Unsaved(this MailboxState state)
    {
        foreach (var folder in state.Folders.Values)
        {
            var messages = folder.Messages;
            for (var i = 0; i < messages.Chunks.Length; i++)
                if (messages.Keys[i] == default) yield return new(folder.Info.Id, messages.Chunks[i]);
            if (messages.VanishedKey == default && messages.Vanished is { IsEmpty: false } vanished) yield return new(folder.Info.Id, vanished);
        }
    }

    /// <param name="saved">The key of each content that is durable now.</param>
    public static MailboxState Name(this MailboxState state, IReadOnlyDictionary<object, ChunkKey> saved)
    {
        if (saved.Count == 0) return state;
        var folders = state.Folders.ToBuilder();
        foreach (var (id, folder) in state.Folders)
        {
            var named = folder.Messages.Name(saved);
            if (named != folder.Messages) folders[id] = folder with { Messages = named };
        }

        return state with { Folders = folders.ToImmutable() };
    }

    /// <summary>The keys to load before the folder's messages can be read; none when they are in memory.</summary>
    public static ImmutableArray<ChunkKey> MissingKeys(this MailboxState state, int folder) =>
        state.Folders.TryGetValue(folder, out var found) ? [.. found.Messages.MissingKeys()] : [];

    /// <summary>With the folder in memory. Null when <paramref name="bytes"/> are not what the root names: something on disk is damaged.</summary>
    public static MailboxState? Load(this MailboxState state, int id, IReadOnlyDictionary<ChunkKey, ReadOnlyMemory<byte>> bytes)
    {
        if (!state.Folders.TryGetValue(id, out var folder) || folder.Messages.IsLoaded) return state;
        var messages = folder.Messages;
        var chunks = new Dictionary<ChunkKey, MessageChunk>();
        for (var i = 0; i < messages.Chunks.Length; i++)
        {
            if (messages.Chunks[i].Count > 0) continue;
            if (!bytes.TryGetValue(messages.Keys[i], out var stored) || ChunkCodec.Decode(stored.Span) is not { } chunk) return null;
            if (chunk.Count != messages.LengthOf(i)) return null;
            chunks.Add(messages.Keys[i], chunk);
        }

        var vanished = messages.Vanished;
        if (vanished is null)
        {
            if (!bytes.TryGetValue(messages.VanishedKey, out var stored)) return null;
            vanished = VanishedCodec.Decode(stored.Span);
            if (vanished is null) return null;
        }

        return state.With(folder with { Messages = messages.Load(chunks, vanished) });
    }

    public static MailboxState Unload(this MailboxState state, int id) =>
        state.Folders.TryGetValue(id, out var folder) && folder.Messages.IsLoaded
            ? state.With(folder with { Messages = folder.Messages.Unload() })
            : state;
}
