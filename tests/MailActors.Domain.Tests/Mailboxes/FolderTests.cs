using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxReplies;
using static MailActors.Domain.Tests.Mailboxes.MailboxScene;

namespace MailActors.Domain.Tests.Mailboxes;

public sealed class FolderTests
{
    private readonly MailboxScene _scene = new();

    [Fact]
    public void Opening_makes_the_special_folders_once()
    {
        _scene.Do<Done>(Opening());
        var view = _scene.State.View();
        Assert.Equal(
            [SpecialUse.None, SpecialUse.Drafts, SpecialUse.Sent, SpecialUse.Junk, SpecialUse.Trash, SpecialUse.Archive],
            view.Folders.OrderBy(f => f.Id).Select(f => f.SpecialUse));
        Assert.Equal(6, view.Subscriptions.Count);
        _scene.Do<Done>(Deleting("Archive"));
        _scene.Do<Done>(Opening());
        Assert.Equal(2, _scene.Events.Count);
        _scene.Do<Done>(Opening(1));
        Assert.Null(_scene.State.Find("Archive"));
        Assert.Equal(MailboxRejection.SpecialUseTaken, _scene.Refused(Creating("Bin", SpecialUse.Trash)));
        Assert.Equal(SpecialUse.Archive, _scene.Do<FolderCreated>(Creating("Old", SpecialUse.Archive)).Folder.SpecialUse);
    }

    [Fact]
    public void Create_makes_missing_parents_in_one_event()
    {
        Assert.Equal("a/b/c", _scene.Do<FolderCreated>(Creating("a/b/c/")).Folder.Name);
        Assert.Single(_scene.Events);
        Assert.NotNull(_scene.State.Find("a"));
        Assert.Equal(MailboxRejection.FolderExists, _scene.Refused(Creating("a/b")));
        Assert.Equal(MailboxRejection.FolderExists, _scene.Refused(Creating("iNbOx")));
        Assert.Equal("INBOX/x", _scene.Do<FolderCreated>(Creating("inbox/x")).Folder.Name);
    }

    [Theory]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/a")]
    [InlineData("a//b")]
    [InlineData("a\nb")]
    [InlineData("a\u2028b")]
    [InlineData("a\u0085b")]
    public void Names_that_are_no_names_are_refused(string name) =>
        Assert.Equal(MailboxRejection.InvalidName, _scene.Refused(Creating(name)));

    [Fact]
    public void The_limits_of_names_are_kept()
    {
        var deep = string.Join('/', Enumerable.Repeat("a", MailboxLimits.Depth));
        Assert.Equal(MailboxRejection.InvalidName, _scene.Refused(Creating(deep + "/a")));
        _scene.Do<FolderCreated>(Creating(deep));
        Assert.Equal(MailboxRejection.InvalidName, _scene.Refused(Creating(new string('ü', 501))));
        _scene.Do<FolderCreated>(Creating(new string('ü', 500)));
        _scene.Do<FolderCreated>(Creating("x/y"));
        Assert.Equal(MailboxRejection.InvalidName, _scene.Refused(Renaming("x", deep[..^2] + "/b")));
    }

    [Fact]
    public void The_limits_of_folders_and_subscriptions_are_kept()
    {
        for (var i = 0; i < MailboxLimits.Folders - 2; i++) _scene.Do<FolderCreated>(Creating($"f{i}"));
        Assert.Equal(MailboxRejection.LimitReached, _scene.Refused(Creating("a/b")));
        _scene.Do<FolderCreated>(Creating("a"));
        Assert.Equal(MailboxRejection.LimitReached, _scene.Refused(Creating("b")));
        for (var i = 0; i < MailboxLimits.Subscriptions; i++) _scene.Do<Done>(Subscribing($"f{i}"));
        Assert.Equal(MailboxRejection.LimitReached, _scene.Refused(Subscribing("b")));
        _scene.Do<Done>(Subscribing("f0", false));
        _scene.Do<Done>(Subscribing("b"));
    }

    [Fact]
    public void A_folder_with_children_and_the_inbox_are_not_deleted()
    {
        _scene.Do<FolderCreated>(Creating("a/b"));
        _scene.Do<Done>(Delivery(1, "a/b"));
        Assert.Equal(MailboxRejection.HasChildren, _scene.Refused(Deleting("a")));
        Assert.Equal(MailboxRejection.NotAllowed, _scene.Refused(Deleting("inbox")));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Deleting("b")));
        _scene.Do<Done>(Deleting("a/b"));
        Assert.Equal(0, _scene.State.Quota.UsedBytes);
        _scene.Do<Done>(Deleting("a"));
    }

    [Fact]
    [Trait("acceptance", "UV-02")]
    public void Uidvalidity_grows_under_every_name_whatever_is_done_to_it()
    {
        var last = new Dictionary<string, (uint Validity, int Id)>();
        void Check()
        {
            foreach (var info in _scene.State.View().Folders)
            {
                // The same folder under the same name keeps it; any other must be above.
                if (last.TryGetValue(info.Name, out var old))
                    Assert.True(old.Id == info.Id ? info.UidValidity >= old.Validity : info.UidValidity > old.Validity, info.Name);
                last[info.Name] = (info.UidValidity, info.Id);
            }
        }

        foreach (var command in new MailboxCommand[]
        {
            Creating("a/x"), Creating("b"), Deleting("b"), Creating("b"), Deleting("b"), Renaming("a", "b"),
            Creating("a/x"), Deleting("b/x"), Deleting("b"), Renaming("a", "b"), Renaming("b", "a"),
            Renaming("INBOX", "b"), Renaming("b", "c"), Renaming("inbox", "b"),
        })
        {
            Assert.IsNotType<Rejected>(_scene.Do(command));
            Check();
            _scene.Now--;
        }

        _scene.Restart();
        Check();
    }

    [Fact]
    public void Rename_takes_children_along_and_makes_parents()
    {
        _scene.Do<FolderCreated>(Creating("a/b/c"));
        _scene.Do<FolderCreated>(Creating("ab"));
        _scene.Do<Done>(Delivery(1, "a/b"));
        var id = _scene.State.Find("a/b")!.Info.Id;
        Assert.Equal(MailboxRejection.NotAllowed, _scene.Refused(Renaming("a", "a/b/d")));
        Assert.Equal(MailboxRejection.FolderExists, _scene.Refused(Renaming("a", "ab")));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Renaming("x", "y")));
        _scene.Do<Done>(Renaming("a", "x/y"));
        Assert.Equal(
            ["INBOX", "ab", "x", "x/y", "x/y/b", "x/y/b/c"], _scene.State.Names.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(id, _scene.State.Find("x/y/b")!.Info.Id);
        Assert.Equal(1, _scene.Folder("x/y/b").Count);
    }

    [Fact]
    public void Renaming_the_inbox_moves_its_messages_and_leaves_it_empty()
    {
        _scene.Do<Appended>(Appending("INBOX", Message(1, MessageFlags.Seen, "k"), Message(2)));
        _scene.Do<Expunged>(Expunging(Uids(1), onlyDeleted: false));
        _scene.Save();
        _scene.Restart();
        _scene.Do<Done>(Renaming("INBOX", "old/mail"));
        Assert.Equal(0, _scene.Folder().Count);
        Assert.Equal(3u, _scene.Folder().Info.UidNext);
        Assert.Equal("1:2", _scene.Folder().Vanished.Since(2).ToString());
        var moved = _scene.Folder("old/mail");
        Assert.Equal((1, 2u, Blob(2)), (moved.Count, moved[1].Uid, moved[1].Blob));
        Assert.Equal("3", _scene.Do<Appended>(Appending("INBOX", Message(3))).Uids.ToString());
        Assert.Equal("3", _scene.Do<Appended>(Appending("old/mail", Message(4))).Uids.ToString());
        Assert.Equal(1, _scene.Folder().Count);
    }

    [Fact]
    public void A_removed_mailbox_takes_nothing_but_knows_what_it_did()
    {
        var delivery = Delivery();
        _scene.Do<Done>(delivery);
        var remove = new MailboxCommands.RemoveMailbox(Account, CommandId.New());
        _scene.Do<Done>(remove);
        _scene.Do<Done>(remove);
        _scene.Do<Done>(new MailboxCommands.RemoveMailbox(Account, CommandId.New()));
        _scene.Do<Done>(delivery);
        Assert.Equal(MailboxRejection.Removed, _scene.Refused(Delivery()));
        Assert.Equal(MailboxRejection.Removed, _scene.Refused(Creating("a")));
        Assert.Equal(0, _scene.State.Quota.UsedMessages);
    }

    [Fact]
    public void Half_a_surrogate_pair_is_no_name() =>
        Assert.Equal(MailboxRejection.InvalidName, _scene.Refused(Creating("a" + (char)0xD800)));

    private static MailboxCommands.Subscribe Subscribing(string name, bool wanted = true) => new(Account, CommandId.New(), name, wanted);

    /// <summary>Two clients that type the same name in two ways mean one folder; the runtime's own tables are not there.</summary>
    [Theory]
    [InlineData("Entwu\u0308rfe", "Entw\u00fcrfe")]
    [InlineData("inbox/\u1112\u1161\u11ab", "INBOX/\ud55c")]
    [InlineData("a/\u212b", "a/\u00c5")]
    public void Names_have_one_form(string typed, string kept)
    {
        Assert.True(FolderName.TryNormalize(typed, out var normal));
        Assert.Equal(kept, normal);
    }
}
