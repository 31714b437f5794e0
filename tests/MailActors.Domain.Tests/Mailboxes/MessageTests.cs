using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxReplies;
using static MailActors.Domain.Tests.Mailboxes.MailboxScene;

namespace MailActors.Domain.Tests.Mailboxes;

public sealed class MessageTests
{
    private readonly MailboxScene _scene = new();

    [Fact]
    public void A_delivery_repeated_is_done_once_also_after_a_restart()
    {
        var delivery = Delivery();
        _scene.Do<Done>(delivery);
        _scene.Do<Done>(delivery);
        _scene.Save();
        _scene.Restart();
        _scene.Do<Done>(delivery);
        Assert.Equal(1, _scene.Folder().Count);
        _scene.Do<Done>(Delivery());
        Assert.Equal(2, _scene.Folder().Count);
    }

    [Fact]
    public void The_window_of_deliveries_is_bounded_by_number_and_time()
    {
        var first = Delivery();
        _scene.Do<Done>(first);
        for (var i = 1; i < MailboxLimits.RecentDeliveries; i++) _scene.Do<Done>(Delivery());
        Assert.NotNull(_scene.State.Recent[first.Id]);
        _scene.Do<Done>(Delivery());
        Assert.Null(_scene.State.Recent[first.Id]);
        _scene.Now += MailboxLimits.RecentDeliverySeconds + 1;
        _scene.Do<Done>(Delivery());
        Assert.Single(_scene.State.Recent.Deliveries);
    }

    [Fact]
    public void Mail_for_a_folder_that_is_not_there_goes_to_the_inbox()
    {
        _scene.Do<FolderCreated>(Creating("Lists"));
        _scene.Do<Done>(Delivery(1, "Lists"));
        _scene.Do<Done>(Delivery(2, "No such"));
        Assert.Equal((1, 1), (_scene.Folder("Lists").Count, _scene.Folder().Count));
    }

    [Fact]
    public void Append_gives_uids_in_order_and_keeps_flags()
    {
        var reply = _scene.Do<Appended>(Appending("inbox", Message(1, MessageFlags.Seen, "$Label"), Message(2, MessageFlags.Deleted)));
        Assert.Equal("1:2", reply.Uids.ToString());
        var inbox = _scene.Folder();
        Assert.Equal("$Label", Assert.Single(inbox.Keywords));
        Assert.Equal((MessageFlags)(1 | 1 << 8), inbox[1].Flags);
        Assert.Equal((2, 1, 1, 2003L), (inbox.Info.Messages, inbox.Info.Unseen, inbox.Info.Deleted, inbox.Info.Bytes));
        Assert.Equal(MailboxRejection.NoSuchFolder, _scene.Refused(Appending("none", Message(1))));
    }

    [Fact]
    public void Quota_is_kept_to_the_octet_and_the_message()
    {
        _scene.Do<Done>(Opening(3006, 2));
        _scene.Do<Done>(Delivery(1));
        _scene.Do<Appended>(Appending("INBOX", Message(2)));
        Assert.Equal(MailboxRejection.OverQuota, _scene.Refused(Delivery(3)));
        _scene.Do<Done>(Opening(3006, 3));
        Assert.Equal(MailboxRejection.OverQuota, _scene.Refused(Copying(Uids(1, 2), "Archive")));
        Assert.Equal(MailboxRejection.OverQuota, _scene.Refused(Appending("INBOX", Message(4))));
        _scene.Do<Done>(Delivery(3));
        Assert.Equal(new Quota(3006, 3006, 3, 3), _scene.State.Quota);
        _scene.Do<Copied>(Moving(All, "Archive"));
        Assert.Equal(new Quota(3006, 3006, 3, 3), _scene.State.Quota);
    }

    [Fact]
    [Trait("acceptance", "UV-01")]
    public void A_uid_is_never_given_twice()
    {
        for (var i = 1; i <= 3; i++) _scene.Do<Done>(Delivery(i));
        _scene.Do<Expunged>(Expunging(Uids(3), onlyDeleted: false));
        _scene.Restart();
        Assert.Equal("4", _scene.Do<Appended>(Appending("INBOX", Message(4))).Uids.ToString());
        _scene.Do<Expunged>(Expunging(All, onlyDeleted: false));
        _scene.Save();
        _scene.Restart();
        Assert.Equal("5", _scene.Do<Appended>(Appending("INBOX", Message(5))).Uids.ToString());
    }

    [Fact]
    [Trait("acceptance", "UV-06")]
    public void A_folder_whose_uids_are_used_up_takes_no_more()
    {
        var inbox = _scene.State.Folders[1];
        inbox = inbox with { Info = inbox.Info with { UidNext = MailboxLimits.LastUid } };
        _scene.State = _scene.State with { Folders = _scene.State.Folders.SetItem(1, inbox) };
        Assert.Equal(MailboxRejection.NoMoreUids, _scene.Refused(Appending("INBOX", Message(1), Message(2))));
        _scene.Do<Done>(Delivery());
        Assert.Equal(uint.MaxValue, _scene.State.Folders[1].Info.UidNext);
        Assert.Equal(MailboxRejection.NoMoreUids, _scene.Refused(Delivery()));
        Assert.Equal(MailboxRejection.NoMoreUids, _scene.Refused(Copying(All, "INBOX")));
    }

    [Fact]
    public void The_57th_keyword_is_refused_to_store_and_append_but_loses_no_mail()
    {
        var all = Enumerable.Range(0, FlagSet.MaxKeywords).Select(i => $"k{i}").ToArray();
        _scene.Do<Appended>(Appending("INBOX", Message(1, MessageFlags.None, all)));
        Assert.Equal(MailboxRejection.LimitReached, _scene.Refused(Storing(All, FlagChange.Add, Flags(MessageFlags.None, "more"))));
        Assert.Equal(MailboxRejection.LimitReached, _scene.Refused(Appending("INBOX", Message(1, MessageFlags.None, "more"))));
        _scene.Do<Stored>(Storing(All, FlagChange.Remove, Flags(MessageFlags.None, "K5", "more")));
        Assert.Equal(0UL, (ulong)_scene.Folder()[1].Flags >> 13 & 1);
        _scene.Do<Done>(new MailboxCommands.DeliverMessage(Account, CommandId.New(), Message(2, MessageFlags.None, "more", "k1"), null));
        Assert.Equal((MessageFlags)(1UL << 9), _scene.Folder()[2].Flags);
    }
}
