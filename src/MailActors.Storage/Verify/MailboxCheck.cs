using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Verify;

/// <summary>Builds each mailbox as its actor would and looks at what came out.</summary>
internal sealed class MailboxCheck(SqliteSession session, VerifyReport report, KnownBlobs blobs)
{
    public void Check(string name, Recovered? snapshot, IReadOnlyList<Recovered> events)
    {
        if (!long.TryParse(name.AsSpan(StoreDecoder.MailboxPrefix.Length), out var account))
        {
            report.Add(FindingKind.EventDoesNotApply, name, "this is no name of a mailbox");
            return;
        }

        var state = snapshot?.Value is MailboxRoot root ? FromRoot(name, root) : new(new(account));
        if (state is null) return;
        foreach (var e in events)
            if (!Apply(name, e, ref state)) return;
        var folders = new FolderCheck(name, report, blobs);
        foreach (var folder in state.Folders.Keys.Order())
        {
            if (Load(name, state, folder) is not { } loaded) continue;
            folders.Check(loaded.Folders[folder], state);
        }

        CheckWhole(name, state);
    }

    private MailboxState? FromRoot(string name, MailboxRoot root)
    {
        foreach (var twice in root.Folders.GroupBy(f => f.Info.Name, StringComparer.Ordinal).Where(g => g.Count() > 1))
        {
            report.Add(FindingKind.FolderName, name, $"{twice.Count()} folders are named {twice.Key}");
            return null;
        }

        return root.ToState();
    }

    private bool Apply(string name, Recovered e, ref MailboxState state)
    {
        if (e.Value is not MailboxEvent change)
        {
            report.Add(FindingKind.EventDoesNotApply, name, $"event {e.Seq} is a {e.Value.GetType().Name}");
            return false;
        }

        CheckUids(name, e.Seq, state, change);
        try
        {
            state = state.Apply(change, e.Seq);
            return true;
        }
        catch (Exception error)
        {
            report.Add(FindingKind.EventDoesNotApply, name, $"event {e.Seq}, {change.GetType().Name}: {error.Message}");
            return false;
        }
    }

    private void CheckUids(string name, long seq, MailboxState state, MailboxEvent change)
    {
        (int Folder, uint Uid)? given = change switch
        {
            MailboxEvents.MessageDelivered d => (d.Folder, d.Uid),
            MailboxEvents.MessagesAppended a => (a.Folder, a.FirstUid),
            MailboxEvents.MessagesCopied c => (c.Target, c.FirstUid),
            MailboxEvents.MessagesMoved m => (m.Target, m.FirstUid),
            _ => null,
        };
        if (given is { } g && state.Folders.TryGetValue(g.Folder, out var folder) && g.Uid < folder.Info.UidNext)
            report.Add(FindingKind.UidNext, $"{name}/{folder.Info.Name}", $"event {seq} gives UID {g.Uid}, UIDNEXT was {folder.Info.UidNext}");
    }

    private MailboxState? Load(string name, MailboxState state, int folder)
    {
        var bytes = new Dictionary<ChunkKey, ReadOnlyMemory<byte>>();
        foreach (var key in state.MissingKeys(folder))
            if (Chunk(state.Account, key) is { } chunk) bytes[key] = chunk;
        MailboxState? loaded = null;
        try
        {
            loaded = state.Load(folder, bytes);
        }
        catch (Exception error)
        {
            report.Add(FindingKind.EventDoesNotApply, $"{name}/{state.Folders[folder].Info.Name}", error.Message);
            return null;
        }

        if (loaded is null) report.Add(FindingKind.ChunkMissing, $"{name}/{state.Folders[folder].Info.Name}", "a chunk is missing or damaged");
        return loaded;
    }

    private ReadOnlyMemory<byte>? Chunk(AccountId account, ChunkKey key)
    {
        using var read = session.Use("SELECT checksum, data FROM chunk WHERE account = ? AND key = ?");
        if (!read.Bind(1, account.Value).Bind(2, key.Value.ToByteArray(bigEndian: true)).Step() || Crc32C.Of(read.Blob(1)) != read.Long(0)) return null;
        return read.Blob(1).ToArray();
    }

    private void CheckWhole(string name, MailboxState state)
    {
        var infos = state.Folders.Values.Select(f => f.Info).ToList();
        if (!infos.Any(i => i is { Id: MailboxState.InboxId, Name: Domain.Mailboxes.FolderName.Inbox }))
            report.Add(FindingKind.InboxMissing, name, "there is no INBOX with id 1");
        foreach (var same in infos.GroupBy(i => i.UidValidity).Where(g => g.Count() > 1))
            report.Add(FindingKind.UidValidity, name, $"{string.Join(" and ", same.Select(i => i.Name))} have UIDVALIDITY {same.Key}");
        if (state.Quota.UsedBytes != infos.Sum(i => i.Bytes) || state.Quota.UsedMessages != infos.Sum(i => (long)i.Messages))
            report.Add(FindingKind.Quota, name, $"{state.Quota.UsedBytes} octets and {state.Quota.UsedMessages} messages are charged, the folders hold {infos.Sum(i => i.Bytes)} and {infos.Sum(i => (long)i.Messages)}");
    }
}
