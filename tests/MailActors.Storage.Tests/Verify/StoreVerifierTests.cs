using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Storage.Tests.Blobs;
using MailActors.Storage.Verify;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Storage.Tests.Verify;

[Trait("acceptance", "BK-06")]
public sealed class StoreVerifierTests
{
    [Fact]
    public async Task A_sound_store_has_no_findings()
    {
        await using var store = await PlantedStore.Make();
        Assert.Empty(await store.Verify());
    }

    [Theory]
    [InlineData("UPDATE blob SET data = substr(data, 1, length(data) - 1) || x'ff' WHERE kind < 2", FindingKind.BlobChecksum)]
    [InlineData("UPDATE blob_piece SET data = x'ff' || substr(data, 2) WHERE piece = 1", FindingKind.BlobChecksum)]
    [InlineData("UPDATE blob SET size = size + 1 WHERE kind = 3", FindingKind.BlobSize)]
    [InlineData("UPDATE blob SET id = zeroblob(32) WHERE kind = 2", FindingKind.BlobHash)]
    [InlineData("UPDATE blob SET id = zeroblob(32) WHERE kind = 2", FindingKind.MessageBlobMissing)]
    [InlineData("UPDATE blob SET id = zeroblob(32) WHERE kind = 2", FindingKind.QueueBlobMissing)]
    [InlineData("UPDATE blob SET summary = x'01'", FindingKind.BlobSummary)]
    [InlineData("UPDATE blob SET summary = (SELECT summary FROM blob WHERE kind = 2) WHERE kind < 2", FindingKind.BlobSummary)]
    [InlineData("DELETE FROM blob_piece WHERE piece = 1", FindingKind.BlobPieceMissing)]
    [InlineData("DELETE FROM blob WHERE kind < 2", FindingKind.OverlayBaseMissing)]
    [InlineData("UPDATE journal SET checksum = checksum + 1 WHERE seq = 2", FindingKind.JournalChecksum)]
    [InlineData("UPDATE journal SET seq = 9 WHERE seq = 2", FindingKind.JournalGap)]
    [InlineData("DELETE FROM journal WHERE seq = 2", FindingKind.JournalGap)]
    [InlineData("UPDATE journal SET ordering = 1000 WHERE seq = 2", FindingKind.JournalOrder)]
    [InlineData("INSERT INTO journal(pid, seq, time, serializer, manifest, checksum, payload) VALUES (99, 1, 0, 0, '', 0, x'00')", FindingKind.JournalStranger)]
    [InlineData("UPDATE snapshot SET checksum = checksum + 1", FindingKind.SnapshotChecksum)]
    [InlineData("DELETE FROM journal WHERE pid = (SELECT id FROM journal_pid WHERE name = 'mailbox-1')", FindingKind.SnapshotAhead)]
    [InlineData("DELETE FROM chunk", FindingKind.ChunkMissing)]
    [InlineData("UPDATE chunk SET checksum = checksum + 1", FindingKind.ChunkMissing)]
    public async Task A_changed_row_is_found(string change, FindingKind kind)
    {
        await using var store = await PlantedStore.Make();
        await store.Run(change);
        Expect(kind, await store.Verify());
    }

    [Fact]
    public async Task A_duplicate_event_is_found()
    {
        await using var store = await PlantedStore.Make();
        await store.Run("DROP INDEX journal_fence");
        await store.Run("INSERT INTO journal(pid, seq, time, serializer, manifest, checksum, payload) SELECT pid, seq, time, serializer, manifest, checksum, payload FROM journal WHERE seq = 2");
        Expect(FindingKind.JournalDuplicate, await store.Verify());
    }

    [Fact]
    public async Task An_event_nobody_can_read_is_found()
    {
        await using var store = await PlantedStore.Make();
        await store.Blobs.Database.Writer.Write(new Storage.Journal.AppendEvents(new(), "mailbox-1", [new(6, 0, 1, "t", "junk"u8.ToArray())], 1));
        Expect(FindingKind.EventUndecodable, await store.Verify());
    }

    public static TheoryData<FindingKind, MailboxEvent> WrongEvents => new()
    {
        { FindingKind.UidNext, new MessageDelivered(CommandId.New(), 9, 1, 2, default, []) },
        { FindingKind.UidOrder, new MessageDelivered(CommandId.New(), 9, 1, 2, default, []) },
        { FindingKind.EventDoesNotApply, new FolderDeleted(CommandId.New(), 9, 77) },
        { FindingKind.MessageBlobMissing, new MessageDelivered(CommandId.New(), 9, 1, 50, default, []) },
        { FindingKind.UidValidity, new FoldersCreated(CommandId.New(), 9, [new(9, "New", SpecialUse.None, 2)]) },
        { FindingKind.UidValidity, new FoldersCreated(CommandId.New(), 9, [new(9, "New", SpecialUse.None, 0)]) },
        { FindingKind.FolderName, new FoldersCreated(CommandId.New(), 9, [new(9, "inbox", SpecialUse.None, 9)]) },
        { FindingKind.EventDoesNotApply, new FoldersCreated(CommandId.New(), 9, [new(9, "Sent", SpecialUse.None, 9)]) },
        { FindingKind.FolderParent, new FoldersCreated(CommandId.New(), 9, [new(9, "No/Where", SpecialUse.None, 9)]) },
        { FindingKind.FolderParent, new FolderDeleted(CommandId.New(), 9, 2) },
        { FindingKind.InboxMissing, new FoldersRenamed(CommandId.New(), 9, [], [new(1, "Away", 9)]) },
        { FindingKind.FolderCounts, new MessagesExpunged(CommandId.New(), 9, 1, UidSet.Of(40), 0, 0, 0, 0) },
        { FindingKind.UidVanished, new MessagesExpunged(CommandId.New(), 9, 1, UidSet.Of(40), 0, 0, 0, 0) },
        { FindingKind.FolderBytes, new MessagesExpunged(CommandId.New(), 9, 1, UidSet.Of(1), 1, 0, 5, 0) },
    };

    [Theory]
    [MemberData(nameof(WrongEvents))]
    public async Task An_event_that_breaks_a_rule_is_found(FindingKind kind, MailboxEvent wrong)
    {
        await using var store = await PlantedStore.Make();
        await store.Append(wrong);
        Expect(kind, await store.Verify());
    }

    public static TheoryData<FindingKind, Func<FolderInfo, FolderInfo>> WrongInfos => new()
    {
        { FindingKind.FolderCounts, i => i with { Messages = i.Messages + 1 } },
        { FindingKind.FolderCounts, i => i with { Unseen = 0 } },
        { FindingKind.FolderCounts, i => i with { Deleted = 1 } },
        { FindingKind.FolderCounts, i => i with { Recent = i.Recent + 1 } },
        { FindingKind.FolderCounts, i => i with { FirstRecent = i.UidNext + 1, Recent = 0 } },
        { FindingKind.FolderBytes, i => i with { Bytes = 7 } },
        { FindingKind.UidNext, i => i with { UidNext = 2 } },
        { FindingKind.UidValidity, i => i with { UidValidity = 900 } },
        { FindingKind.ModSeqOrder, i => i with { HighestModSeq = 900 } },
        { FindingKind.ModSeqOrder, i => i with { HighestModSeq = 1 } },
    };

    [Theory]
    [MemberData(nameof(WrongInfos))]
    public async Task A_root_that_says_something_else_than_its_chunks_is_found(FindingKind kind, Func<FolderInfo, FolderInfo> wrong)
    {
        await using var store = await PlantedStore.Make();
        await store.ChangeInbox(wrong);
        Expect(kind, await store.Verify());
    }

    [Fact]
    public async Task Two_folders_of_one_name_are_found()
    {
        await using var store = await PlantedStore.Make();
        await store.ChangeRoot(root => root with { Folders = [.. root.Folders.Select(f => f with { Info = f.Info with { Name = "Same" } })] });
        Expect(FindingKind.FolderName, await store.Verify());
    }

    [Fact]
    public async Task A_message_of_another_size_than_its_blob_and_an_unknown_keyword_are_found()
    {
        await using var store = await PlantedStore.Make();
        await store.SaveChunk(MessageChunk.From([new(1, (MessageFlags)(1 << 20), 1, 0, 0, 5, store.Small.Id)]));
        var findings = await store.Verify();
        Expect(FindingKind.MessageSize, findings);
        Expect(FindingKind.FolderKeywords, findings);
    }

    [Fact]
    public async Task A_move_that_took_more_than_it_carried_is_found()
    {
        await using var store = await PlantedStore.Make();
        await store.Append(new MessagesMoved(CommandId.New(), 9, 1, UidSet.Of(1, 2), 3, 1, [PlantedStore.Added(store.Overlay)], []));
        Expect(FindingKind.FolderBytes, await store.Verify());
    }

    [Fact]
    public async Task Messages_nobody_names_and_unfinished_uploads_are_told_and_are_no_fault()
    {
        await using var store = await PlantedStore.Make();
        await store.Blobs.Put(BlobFixture.Message(77));
        await store.Run("INSERT INTO blob_piece(upload, piece, kind, checksum, data) VALUES (77, 0, 0, 0, x'00')");
        var findings = await store.Verify();
        Assert.Equal([FindingKind.UnfinishedUpload, FindingKind.UnnamedBlob], findings.Select(f => f.Kind).Order().Reverse());
        Assert.DoesNotContain(findings, f => f.IsFault);
    }

    [Fact]
    public async Task A_queue_that_cannot_be_built_is_found()
    {
        await using var store = await PlantedStore.Make();
        var verifier = new StoreVerifier(store.Blobs.Database, new((_, _, _) => new object(), _ => throw new InvalidDataException("no queue")));
        Expect(FindingKind.QueueUnreadable, await verifier.Run());
    }

    [Fact]
    public async Task Progress_is_told_and_writing_goes_on_meanwhile()
    {
        await using var store = await PlantedStore.Make();
        var steps = new List<string>();
        var wrote = false;
        var findings = await store.Verify(p =>
        {
            steps.Add(p.Step);
            if (!wrote) store.Run("DELETE FROM blob").Wait();
            wrote = true;
        });
        Assert.Empty(findings);
        Assert.Equal(["database", "blobs", "journal"], steps.Distinct());
    }

    [Fact]
    public async Task Stats_count_rows_and_octets()
    {
        await using var store = await PlantedStore.Make();
        var stats = await StoreStats.Read(store.Blobs.Database);
        Assert.Equal((6, 1, 2, 3, 1, 3), (stats.Events, stats.Snapshots, stats.Streams, stats.Blobs, stats.Overlays, stats.Pieces));
        Assert.Equal(store.Small.Size + store.Large.Size, stats.BlobBytes);
        Assert.InRange(stats.StoredBlobBytes, 500_000, stats.BlobBytes);
        await store.Run("DELETE FROM blob_piece");
        Assert.InRange((await StoreStats.Read(store.Blobs.Database)).ReclaimableBytes, 500_000, 1_000_000);
    }

    private static void Expect(FindingKind kind, IReadOnlyList<Finding> findings)
    {
        Assert.Contains(findings, f => f.Kind == kind);
        Assert.Contains(findings, f => f.IsFault);
    }
}
