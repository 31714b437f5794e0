using Akka.Actor;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxCommands;
using static MailActors.Domain.Mailboxes.MailboxReplies;

namespace MailActors.Actors.Tests.Mailboxes;

public sealed class MailboxActorTests : MailboxSpec
{
    [Fact]
    public void A_delivered_message_is_in_the_inbox()
    {
        var mailbox = Start();
        Ask<Done>(mailbox, Delivery(3));
        var inbox = Folder(mailbox);
        Assert.Equal(1, inbox.Count);
        Assert.Equal((1u, Blob(3), 1003L, 1L), (inbox[1].Uid, inbox[1].Blob, inbox[1].Size, inbox[1].ModSeq));
    }

    [Fact]
    [Trait("acceptance", "JR-05")]
    public void Nobody_is_told_before_the_event_is_durable()
    {
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var mailbox = Start();
        mailbox.Tell(Delivery());

        // Answered at once and after the delivery: so the delivery is under way, and neither told nor seen.
        Assert.Equal(0, Folder(mailbox).Count);
        gate.SetResult();
        ExpectMsg<Done>();
        Assert.Equal(1, Folder(mailbox).Count);
    }

    [Fact]
    public void What_arrives_during_a_write_is_written_together_and_answered_in_order()
    {
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var mailbox = Start();
        mailbox.Tell(Delivery());
        Folder(mailbox);
        for (var i = 0; i < 10; i++) mailbox.Tell(new CreateFolder(Account, NewId(), $"f{i}", SpecialUse.None));
        mailbox.Tell(new CreateFolder(Account, NewId(), "f3", SpecialUse.None));
        Folder(mailbox);
        gate.SetResult();
        ExpectMsg<Done>();
        for (var i = 0; i < 10; i++) Assert.Equal($"f{i}", ExpectMsg<FolderCreated>().Folder.Name);
        Assert.Equal(MailboxRejection.FolderExists, ExpectMsg<Rejected>().Reason);
        Assert.Equal([1, 10], Journal.Batches);
    }

    [Fact]
    [Trait("acceptance", "JR-05")]
    public void A_crash_after_the_write_and_before_the_reply_leaves_what_the_journal_has()
    {
        Journal.FailAfterWrite = new InvalidOperationException("The connection broke after COMMIT.");
        var mailbox = Start();
        var delivery = Delivery();
        mailbox.Tell(delivery);
        ExpectTerminated(mailbox);
        Journal.FailAfterWrite = null;
        mailbox = Start();
        Assert.Equal(1, Folder(mailbox).Count);
        Ask<Done>(mailbox, delivery);
        Assert.Equal(1, Folder(mailbox).Count);
        Assert.Equal(1, Journal.Events);
    }

    [Fact]
    public void A_failed_write_stops_the_mailbox_and_tells_nothing()
    {
        var mailbox = Start();
        Ask<Done>(mailbox, Delivery(1));
        Journal.Fail = new InvalidOperationException("no");
        var lost = Delivery(2);
        mailbox.Tell(lost);
        ExpectTerminated(mailbox);
        ExpectNoMsg(0);
        Journal.Fail = null;
        mailbox = Start();
        Assert.Equal(1, Folder(mailbox).Count);
        Ask<Done>(mailbox, lost);
        Assert.Equal([1u, 2u], Folder(mailbox).Chunks[0].Uids.ToArray());
    }

    [Fact]
    public void A_full_disk_is_told()
    {
        Journal.Fail = new StorageException(StorageFault.Full, "No space left on device.");
        var mailbox = Start();
        Assert.Equal(MailboxRejection.StorageFull, Ask<Rejected>(mailbox, Delivery()).Reason);
        ExpectTerminated(mailbox);
    }

    [Fact]
    public void A_rejected_write_is_told_and_leaves_no_gap()
    {
        var mailbox = Start();
        Ask<Done>(mailbox, Delivery(1));
        Journal.Reject = new InvalidOperationException("Too large.");
        Assert.Equal(MailboxRejection.Unavailable, Ask<Rejected>(mailbox, Delivery(2)).Reason);
        ExpectTerminated(mailbox);
        Journal.Reject = null;
        mailbox = Start();
        Ask<Done>(mailbox, Delivery(3));
        Assert.Equal(2, Folder(mailbox)[2].ModSeq);
    }

    [Fact]
    public void A_journal_that_never_answers_does_not_block_the_mailbox_for_ever()
    {
        Settings = Settings with { StorageTimeout = TimeSpan.FromMilliseconds(50) };
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var mailbox = Start();
        mailbox.Tell(Delivery());
        Folder(mailbox);
        Time.Advance(TimeSpan.FromSeconds(1));
        Journal.Gate = Task.CompletedTask;

        // The tick finds out, the mailbox starts anew and answers what comes then; what came before is lost.
        AwaitAssert(() =>
        {
            mailbox.Tell(Delivery());
            ExpectMsg<Done>(TimeSpan.FromSeconds(3));
        });
        gate.SetResult();
    }

    [Fact]
    public void A_mailbox_that_is_swamped_refuses()
    {
        Settings = Settings with { MaxBatch = 1, MaxWaiting = 3 };
        var gate = new TaskCompletionSource();
        Journal.Gate = gate.Task;
        var mailbox = Start();
        for (var i = 0; i < 5; i++) mailbox.Tell(Delivery());
        Assert.Equal(MailboxRejection.Unavailable, ExpectMsg<Rejected>().Reason);
        gate.SetResult();
        for (var i = 0; i < 4; i++) ExpectMsg<Done>();
    }

    [Fact]
    public void A_removed_mailbox_refuses_mail_also_after_a_restart()
    {
        var mailbox = Start();
        Ask<Done>(mailbox, Delivery());
        Ask<Done>(mailbox, new RemoveMailbox(Account, NewId()));
        Stop(mailbox);
        Assert.Equal(MailboxRejection.Removed, Ask<Rejected>(Start(), Delivery()).Reason);
    }
}
