using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxReplies;
using static MailActors.Domain.Tests.Mailboxes.MailboxScene;

namespace MailActors.Domain.Tests.Mailboxes;

public sealed class FlagTests
{
    private readonly MailboxScene _scene = new();

    public FlagTests()
    {
        for (var i = 1; i <= 3; i++) _scene.Do<Done>(Delivery(i));
    }

    [Fact]
    public void Store_changes_only_what_it_changes()
    {
        var reply = _scene.Do<Stored>(Storing(Uids(1, 2, 9), FlagChange.Add, Flags(MessageFlags.Seen)));
        Assert.Equal((4, 1), (reply.ModSeq, reply.Folder.Info.Unseen));
        reply = _scene.Do<Stored>(Storing(All, FlagChange.Add, Flags(MessageFlags.Seen)));
        Assert.Equal([4L, 4L, 5L], reply.Folder.Chunks[0].ModSeqs.ToArray());
        var again = _scene.Do<Stored>(Storing(All, FlagChange.Add, Flags(MessageFlags.Seen)));
        Assert.Equal((5, 5), (again.ModSeq, _scene.Events.Count));
        reply = _scene.Do<Stored>(Storing(Uids(2), FlagChange.Replace, Flags(MessageFlags.Deleted, "x")));
        Assert.Equal((1, 1), (reply.Folder.Info.Unseen, reply.Folder.Info.Deleted));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Storing(All, FlagChange.Add, Flags(MessageFlags.Seen), folder: 99)));
    }

    [Fact]
    public void What_changed_since_is_left_alone()
    {
        _scene.Do<Stored>(Storing(Uids(2), FlagChange.Add, Flags(MessageFlags.Flagged)));
        var reply = _scene.Do<Stored>(Storing(All, FlagChange.Add, Flags(MessageFlags.Deleted), unchangedSince: 3));
        Assert.Equal("2", reply.Modified.ToString());
        Assert.Equal(2, reply.Folder.Info.Deleted);
        Assert.Equal(MessageFlags.Flagged, reply.Folder[2].Flags);
    }

    [Fact]
    public void A_store_repeated_is_answered_as_before_and_done_once()
    {
        var store = Storing(All, FlagChange.Add, Flags(MessageFlags.Deleted), unchangedSince: 2);
        _scene.Do<Stored>(store);
        _scene.Do<Stored>(Storing(All, FlagChange.Replace, Flags(MessageFlags.None)));
        _scene.Save();
        _scene.Restart();
        var reply = _scene.Do<Stored>(store);
        Assert.Equal(("3", 4L), (reply.Modified.ToString(), reply.ModSeq));
        Assert.Equal(0, reply.Folder.Info.Deleted);
        _scene.Do<FolderCreated>(Creating("x"));
        var elsewhere = Storing(All, FlagChange.Add, Flags(MessageFlags.Seen), folder: 2);
        _scene.Do<Stored>(elsewhere);
        _scene.Do<Done>(Deleting("x"));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(elsewhere));
    }

    [Fact]
    public void Expunge_removes_deleted_ones_only_and_remembers_them()
    {
        Assert.True(_scene.Do<Expunged>(Expunging()).Uids.IsEmpty);
        _scene.Do<Stored>(Storing(Uids(1, 3), FlagChange.Add, Flags(MessageFlags.Deleted)));
        var reply = _scene.Do<Expunged>(Expunging(Uids(1, 2)));
        Assert.Equal("1", reply.Uids.ToString());
        Assert.Equal((2, 1, 2, 2005L), (reply.Folder.Info.Messages, reply.Folder.Info.Deleted, reply.Folder.Info.Unseen, reply.Folder.Info.Bytes));
        Assert.Equal("2:3", _scene.Do<Expunged>(Expunging(All, onlyDeleted: false)).Uids.ToString());
        Assert.Equal("2:3", _scene.Folder().Vanished.Since(5).ToString());
        Assert.Equal("1:3", _scene.Folder().Vanished.Since(0).ToString());
    }

    [Fact]
    public void What_vanished_stays_known_however_often_something_vanishes()
    {
        var vanished = VanishedSet.Empty;
        for (uint uid = 1; uid <= 100_000; uid++) vanished = vanished.Add(Uids(uid * 2), uid);
        Assert.True(vanished.Entries.Count <= VanishedSet.MaxEntries);
        Assert.Equal("200000", vanished.Since(99_999).ToString());
        Assert.Equal(100_000, vanished.Since(0).Count);
        for (uint seen = 0; seen < 100_000; seen += 777)
            for (var uid = seen + 1; uid <= seen + 3; uid++) Assert.True(vanished.Since(seen).Contains(uid * 2));
        Assert.Equal(vanished.Since(50_000).ToString(), VanishedCodec.Decode(VanishedCodec.Encode(vanished))!.Since(50_000).ToString());
    }

    [Fact]
    [Trait("acceptance", "DU-10")]
    public void Copy_and_move_of_a_thousand_messages_are_one_event()
    {
        _scene.Do<Done>(Opening());
        _scene.Do<Appended>(Appending("INBOX", [.. Enumerable.Range(4, 2000).Select(i => Message(i, MessageFlags.Seen, "k"))]));
        var before = _scene.Events.Count;
        var copied = _scene.Do<Copied>(Copying(UidSet.OfRanges([new(2, 1001)]), "Archive"));
        Assert.Equal(("2:1001", "1:1000"), (copied.From.ToString(), copied.To.ToString()));
        var move = Moving(UidSet.OfRanges([new(3, 1002), new(5000, 6000)]), "Archive");
        var moved = _scene.Do<Copied>(move);
        Assert.Equal(("3:1002", "1001:2000", 1003), (moved.From.ToString(), moved.To.ToString(), moved.Source.Count));
        Assert.Equal(before + 2, _scene.Events.Count);
        Assert.Equal(moved.To.ToString(), _scene.Do<Copied>(move).To.ToString());
        Assert.Equal(before + 2, _scene.Events.Count);
        Assert.Equal(2000, _scene.Folder("Archive").Count);
        Assert.Equal(Blob(3), _scene.Folder("Archive")[1001].Blob);
        Assert.Equal("k", Assert.Single(_scene.Folder("Archive").Keywords));
        Assert.True(_scene.Do<Copied>(Moving(Uids(4999), "Archive")).To.IsEmpty);
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Moving(All, "none")));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Copying(All, "Archive", folder: 99)));
    }

    [Fact]
    public void A_move_within_a_folder_gives_new_uids()
    {
        var moved = _scene.Do<Copied>(Moving(Uids(1, 2), "INBOX"));
        Assert.Equal("4:5", moved.To.ToString());
        Assert.Equal([3u, 4u, 5u], moved.Source.Chunks[0].Uids.ToArray());
        Assert.Equal(3, moved.Source.Info.Unseen);
    }
}
