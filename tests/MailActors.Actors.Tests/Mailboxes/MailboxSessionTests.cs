using Akka.Actor;
using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxReplies;
using static MailActors.Domain.Mailboxes.MailboxSessions;

namespace MailActors.Actors.Tests.Mailboxes;

public sealed class MailboxSessionTests : MailboxSpec
{
    [Fact]
    public void A_watcher_gets_one_change_until_it_has_seen_it()
    {
        var mailbox = Start();
        var session = Attached(mailbox);
        mailbox.Tell(new Watch(Account, session, 1), TestActor);
        Assert.Equal(0, ExpectMsg<FolderChanged>().Folder.Count);
        for (var i = 1; i <= 3; i++) Ask<Done>(mailbox, Delivery(i));
        Folder(mailbox);
        mailbox.Tell(new Seen(Account, session), TestActor);
        Assert.Equal(3, ExpectMsg<FolderChanged>().Folder.Count);
        mailbox.Tell(new Seen(Account, session), TestActor);
        Assert.Equal(3, Folder(mailbox).Count);
    }

    [Fact]
    public void The_maildrop_is_one_pop3_sessions_until_it_ends_or_dies()
    {
        var mailbox = Start();
        var first = Attached(mailbox, "pop3");
        Assert.Equal(MailboxRejection.InUse, Ask<Rejected>(mailbox, new Attach(Account, Info("pop3"))).Reason);
        Attached(mailbox);
        mailbox.Tell(new Detach(Account, first));
        var silent = Attached(mailbox, "pop3");
        Time.Advance(Settings.SessionExpiry + TimeSpan.FromSeconds(1));
        mailbox.Tell(Actors.Mailboxes.MailboxSignals.Tick.Instance);
        Assert.NotEqual(silent, Attached(mailbox, "pop3"));
    }

    [Fact]
    public void A_session_that_renews_stays_and_one_that_does_not_is_taken_for_dead()
    {
        var mailbox = Start();
        var (renewing, silent) = (Info("imap"), Attached(mailbox));
        Ask<Done>(mailbox, new Attach(Account, renewing));
        Time.Advance(Settings.SessionExpiry - TimeSpan.FromSeconds(1));
        Ask<Done>(mailbox, new Attach(Account, renewing));
        mailbox.Tell(Actors.Mailboxes.MailboxSignals.Tick.Instance);
        Assert.Equal(2, Ask<SessionList>(mailbox, new ListSessions(Account)).Sessions.Count);
        Time.Advance(TimeSpan.FromSeconds(2));
        mailbox.Tell(Actors.Mailboxes.MailboxSignals.Tick.Instance);
        Assert.Equal([renewing.Id], Ask<SessionList>(mailbox, new ListSessions(Account)).Sessions.Select(s => s.Id));

        // It was taken for dead only: when it speaks again it is one of them again.
        Ask<Done>(mailbox, new Attach(Account, Info("imap") with { Id = silent }));
        Assert.Equal(2, Ask<SessionList>(mailbox, new ListSessions(Account)).Sessions.Count);
    }

    [Fact]
    public void A_user_has_so_many_sessions_and_no_more()
    {
        Settings = Settings with { MaxSessionsPerAddress = 2, MaxSessions = 3 };
        var mailbox = Start();
        Attached(mailbox);
        Attached(mailbox);
        Assert.Equal(MailboxRejection.TooManySessions, Ask<Rejected>(mailbox, new Attach(Account, Info("imap"))).Reason);
        Ask<Done>(mailbox, new Attach(Account, Info("imap", "192.0.2.2")));
        Assert.Equal(MailboxRejection.TooManySessions, Ask<Rejected>(mailbox, new Attach(Account, Info("imap", "192.0.2.3"))).Reason);
        Assert.Equal(3, Ask<SessionList>(mailbox, new ListSessions(Account)).Sessions.Count);
        mailbox.Tell(new Kick(Account, null), TestActor);
        for (var i = 0; i < 3; i++) ExpectMsg<End>();
        ExpectMsg<Done>();
    }

    private Guid Attached(IActorRef mailbox, string protocol = "imap")
    {
        var info = Info(protocol);
        Ask<Done>(mailbox, new Attach(Account, info));
        return info.Id;
    }

    private static SessionInfo Info(string protocol, string remote = "192.0.2.1") => new(Guid.NewGuid(), protocol, "u@example.test", remote, true, 0);
}
