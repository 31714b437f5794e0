using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxCommands;
using static MailActors.Domain.Mailboxes.MailboxReplies;

namespace MailActors.Actors.Tests.Mailboxes;

public sealed class MailboxSnapshotTests : MailboxSpec
{
    public MailboxSnapshotTests() => Settings = Settings with { SnapshotEvery = 10, SnapshotOnStop = 5 };

    [Fact]
    public void A_mailbox_wakes_from_its_root_and_reads_a_folder_when_asked()
    {
        var mailbox = Start();
        for (var i = 1; i <= 7; i++) Ask<Done>(mailbox, Delivery(i));
        Stop(mailbox);
        Assert.Equal([7L], Snapshots.Rows.Keys);
        mailbox = Start();
        Ask<Done>(mailbox, Delivery(8));
        Assert.Equal(8, Ask<MailboxView>(mailbox, new MailboxQueries.ViewMailbox(Account)).Folders[0].Messages);
        Assert.Equal(0, Chunks.Loads);
        Assert.Equal(Enumerable.Range(1, 8).Select(i => Blob(i)), Enumerable.Range(1, 8).Select(i => Folder(mailbox)[i].Blob));
        Assert.Equal(1, Chunks.Loads);
    }

    [Fact]
    public void A_delivery_does_not_wait_for_a_folder_that_is_read()
    {
        var mailbox = Start();
        for (var i = 1; i <= 7; i++) Ask<Done>(mailbox, Delivery(i));
        Stop(mailbox);
        var gate = new TaskCompletionSource();
        Chunks.LoadGate = gate.Task;
        mailbox = Start();
        mailbox.Tell(new StoreFlags(Account, NewId(), 1, Uids(1), FlagChange.Add, new(MessageFlags.Seen, []), null), TestActor);
        Ask<Done>(mailbox, Delivery(8));
        gate.SetResult();
        Assert.Equal(7, ExpectMsg<Stored>().Folder.Info.Unseen);
    }

    [Fact]
    public void A_chunk_that_can_not_be_read_is_unavailable_and_deliveries_go_on()
    {
        var mailbox = Start();
        for (var i = 1; i <= 7; i++) Ask<Done>(mailbox, Delivery(i));
        Stop(mailbox);
        Chunks.Chunks.Clear();
        mailbox = Start();
        Assert.Equal(MailboxRejection.Unavailable, Ask<Rejected>(mailbox, new MailboxQueries.ReadFolder(Account, "INBOX")).Reason);
        Ask<Done>(mailbox, Delivery(8));
    }

    [Fact]
    public void Only_two_roots_and_their_chunks_are_kept()
    {
        var mailbox = Start();
        for (var i = 1; i <= 95; i++) Ask<Done>(mailbox, Delivery(i));
        Stop(mailbox);
        AwaitAssert(() => Assert.True(Snapshots.Rows.Count <= 3));
        AwaitAssert(() => Assert.True(Chunks.Chunks.Count <= 3));
        Assert.Equal(95, Folder(Start()).Count);
    }

    [Fact]
    public void A_store_that_takes_no_chunks_costs_no_mail()
    {
        Chunks.Fault = new IOException("no");
        var mailbox = Start();
        for (var i = 1; i <= 30; i++) Ask<Done>(mailbox, Delivery(i));
        Stop(mailbox);
        Assert.Empty(Snapshots.Rows);
        Assert.Equal(30, Folder(Start()).Count);
    }
}
