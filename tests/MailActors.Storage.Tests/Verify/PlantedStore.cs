using System.Text;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Chunks;
using MailActors.Storage.Journal;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Blobs;
using MailActors.Storage.Verify;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Storage.Tests.Verify;

/// <summary>A sound store of one mailbox (a root with chunks and events behind it), one queue, small, large and overlaid messages;
/// tests change it and look what is found. Events are kept as their place in a list.</summary>
internal sealed class PlantedStore : IAsyncDisposable
{
    private readonly List<object> _objects = [];

    private PlantedStore(BlobFixture blobs) => Blobs = blobs;

    public BlobFixture Blobs { get; }

    public MailboxState State { get; private set; } = new(new AccountId(1));

    public StoredBlob Small { get; private set; } = null!;

    public StoredBlob Large { get; private set; } = null!;

    public StoredBlob Overlay { get; private set; } = null!;

    public static async Task<PlantedStore> Make()
    {
        var store = new PlantedStore(await BlobFixture.Make());
        store.Small = await store.Blobs.Put(BlobFixture.Message(1000));
        store.Large = await store.Blobs.Put(BlobFixture.Message(600_000, random: true));
        store.Overlay = await store.Blobs.Store.PutOverlay(Encoding.ASCII.GetBytes("Return-Path: <>\r\n"), store.Small.Id, default);
        await store.Fill();
        return store;
    }

    public async Task<IReadOnlyList<Finding>> Verify(Action<VerifyProgress>? progress = null) =>
        await new StoreVerifier(Blobs.Database, Decoder()).Run(progress);

    /// <param name="atQueue">Called whenever somebody has read a partition.</param>
    public StoreDecoder Decoder(Action? atQueue = null) => new(Decode, objects =>
    {
        atQueue?.Invoke();
        return objects.OfType<BlobId>();
    });

    public Task<int> Run(string sql) => Blobs.Run(sql);

    /// <summary>The next event of the mailbox, whether it makes sense or not.</summary>
    public Task Append(object e) => Write("mailbox-1", State.ModSeq + 1, e);

    public Task Write(string name, long seq, object value) => Blobs.Database.Writer.Write(new AppendEvents(new(), name, [Row(seq, value)], 100));

    /// <summary>Puts a root in the place of the last snapshot, its numbers made by hand.</summary>
    public async Task SaveRoot(MailboxRoot root) => await Blobs.Database.Writer.Write(session =>
    {
        var pid = new PersistenceIds().FindOrAdd(session, "mailbox-1");
        Row(root.ModSeq, root).Insert(session.Use("INSERT OR REPLACE INTO snapshot(pid, seq, time, serializer, manifest, checksum, payload) VALUES (?, ?, ?, ?, ?, ?, ?)"), pid);
        return 0;
    });

    /// <summary>Changes the saved root as the last snapshot holds it.</summary>
    public Task ChangeRoot(Func<MailboxRoot, MailboxRoot> change) => SaveRoot(change(_objects.OfType<MailboxRoot>().Last()));

    public Task ChangeInbox(Func<FolderInfo, FolderInfo> change) => ChangeRoot(root => root with
    {
        Folders = [.. root.Folders.Select(f => f.Info.Id == MailboxState.InboxId ? f with { Info = change(f.Info) } : f)],
    });

    public async Task SaveChunk(MessageChunk chunk, Func<FolderInfo, FolderInfo>? info = null)
    {
        var stored = new StoredChunk(ChunkKey.New(), 1, ChunkCodec.Encode(chunk));
        await new SqliteChunkStore(Blobs.Database).Save(State.Account, [stored], default);
        await ChangeRoot(root => root with
        {
            Folders = [.. root.Folders.Select(f => f.Info.Id == MailboxState.InboxId
                ? f with { Info = info?.Invoke(f.Info) ?? f.Info, Chunks = [new(stored.Key, chunk.Count)] }
                : f)],
        });
    }

    public static AddedMessage Added(StoredBlob blob, MessageFlags flags = MessageFlags.None) => new(flags, 1_700_000_000, blob.Size, blob.Id);

    public ValueTask DisposeAsync() => Blobs.DisposeAsync();

    private async Task Fill()
    {
        await Apply(new MailboxOpened(CommandId.New(), 1, 0, 0, [new(2, "Sent", SpecialUse.Sent, 2), new(3, "Sent/Old", SpecialUse.None, 3)]));
        await Apply(new MessageDelivered(CommandId.New(), 2, 1, 1, Added(Overlay), []));
        await Apply(new MessagesAppended(CommandId.New(), 3, 1, 2, [Added(Large, MessageFlags.Seen), Added(Small), Added(Small)], []));
        await Apply(new MessagesExpunged(CommandId.New(), 4, 1, UidSet.Of(3), 1, 0, Small.Size, 0));
        var keys = State.Unsaved().ToDictionary(u => u.Content, _ => ChunkKey.New(), (IEqualityComparer<object>)ReferenceEqualityComparer.Instance);
        await new SqliteChunkStore(Blobs.Database).Save(State.Account, [.. State.Unsaved().Select(u => u.Encode(keys[u.Content]))], default);
        State = State.Name(keys);
        await SaveRoot(MailboxRoot.Of(State, []));
        await Apply(new MessageDelivered(CommandId.New(), 5, 2, 1, Added(Small), []));
        await Write("queue-3", 1, Large.Id);
    }

    /// <summary>The next event of the mailbox, and the mailbox after it.</summary>
    public async Task Apply(MailboxEvent e)
    {
        await Append(e);
        State = State.Apply(e, State.ModSeq + 1);
    }

    private EventRow Row(long seq, object value)
    {
        _objects.Add(value);
        return new(seq, 1_700_000_000_000, 1, "t", Encoding.ASCII.GetBytes($"{_objects.Count - 1}"));
    }

    private object Decode(int serializer, string manifest, byte[] bytes) => _objects[int.Parse(bytes)];
}
