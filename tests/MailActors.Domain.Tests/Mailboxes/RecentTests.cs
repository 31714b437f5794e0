using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxReplies;
using static MailActors.Domain.Tests.Mailboxes.MailboxScene;

namespace MailActors.Domain.Tests.Mailboxes;

/// <summary>\Recent (RFC 3501 §2.3.2): who is the first to hear of a message.</summary>
public sealed class RecentTests
{
    private readonly MailboxScene _scene = new();

    [Fact]
    public void New_messages_are_recent_to_the_first_who_asks()
    {
        _scene.Do(Delivery(1));
        _scene.Do(Delivery(2));
        Assert.Equal("1:2", _scene.Do<RecentTaken>(TakingRecent()).Uids.ToString());
        Assert.True(_scene.Do<RecentTaken>(TakingRecent()).Uids.IsEmpty);
        _scene.Do(Appending("INBOX", Message(3)));
        Assert.Equal("3", _scene.Do<RecentTaken>(TakingRecent()).Uids.ToString());
    }

    [Fact]
    public void Where_nothing_is_new_nothing_is_written()
    {
        _scene.Do(Delivery());
        _scene.Do(TakingRecent());
        var written = _scene.Events.Count;
        _scene.Do(TakingRecent());
        Assert.Equal(written, _scene.Events.Count);
    }

    [Fact]
    public void No_message_changes_by_being_heard_of()
    {
        _scene.Do(Delivery());
        var before = _scene.Folder();
        _scene.Do(TakingRecent());
        Assert.Equal(before.Info.HighestModSeq, _scene.Folder().Info.HighestModSeq);
        Assert.Equal(before[1], _scene.Folder()[1]);
    }

    [Fact]
    public void A_repeated_command_has_its_first_answer()
    {
        _scene.Do(Delivery());
        var command = TakingRecent();
        _scene.Do(command);
        _scene.Do(Delivery(2));
        _scene.Save();
        _scene.Restart();
        Assert.Equal("1", _scene.Do<RecentTaken>(command).Uids.ToString());
        Assert.Equal(1, _scene.Folder().Info.Recent);
    }

    [Fact]
    public void Copies_are_recent_where_they_come_to()
    {
        _scene.Do(Creating("a"));
        _scene.Do(Appending("INBOX", Message(1), Message(2)));
        _scene.Do(TakingRecent());
        _scene.Do(Copying(Uids(1), "a"));
        _scene.Do(Moving(Uids(2), "a"));
        Assert.Equal(2, _scene.Folder("a").Info.Recent);
        Assert.Equal(0, _scene.Folder().Info.Recent);
    }

    [Fact]
    public void What_goes_unheard_of_is_not_counted()
    {
        _scene.Do(Delivery(1));
        _scene.Do(TakingRecent());
        _scene.Do(Appending("INBOX", Message(2), Message(3)));
        _scene.Do(Expunging(Uids(1, 2), onlyDeleted: false));
        Assert.Equal(1, _scene.Folder().Info.Recent);
    }

    [Fact]
    public void What_is_recent_in_inbox_is_so_in_the_folder_it_is_renamed_to()
    {
        _scene.Do(Delivery());
        _scene.Do(Renaming("INBOX", "old"));
        Assert.Equal(0, _scene.Folder().Info.Recent);
        Assert.Equal(1, _scene.Folder("old").Info.Recent);
    }

    [Fact]
    public void A_folder_that_is_not_there_has_none() => Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(TakingRecent(9)));

    [Fact]
    public void A_whole_copy_or_move_is_all_or_nothing()
    {
        _scene.Do(Creating("a"));
        _scene.Do(Appending("INBOX", Message(1), Message(2)));
        _scene.Do(Expunging(Uids(1), onlyDeleted: false));
        Assert.True(_scene.Do<Copied>(Copying(Uids(1, 2), "a", whole: true)).From.IsEmpty);
        Assert.True(_scene.Do<Copied>(Moving(Uids(1, 2), "a", whole: true)).From.IsEmpty);
        Assert.Equal(0, _scene.Folder("a").Count);
        Assert.Equal("2", _scene.Do<Copied>(Copying(Uids(1, 2), "a")).From.ToString());
        Assert.Equal("2", _scene.Do<Copied>(Moving(Uids(2), "a", whole: true)).From.ToString());
    }
}
