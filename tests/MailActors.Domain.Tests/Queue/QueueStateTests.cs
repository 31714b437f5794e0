using FsCheck.Xunit;
using MailActors.Domain.Queue;
using Xunit;
using static MailActors.Domain.Tests.Queue.QueueScene;

namespace MailActors.Domain.Tests.Queue;

public sealed class QueueStateTests
{
    [Fact]
    public void An_accepted_message_is_known_and_another_is_not()
    {
        var state = QueueState.Empty.Accept(Mail(1));
        Assert.True(state.Knows(Id(1)));
        Assert.False(state.Knows(Id(2)));
    }

    [Fact]
    public void A_message_is_known_after_it_was_settled()
    {
        var state = QueueState.Empty.Accept(Mail(1)).Settle(1, new Outcome.Delivered(0));
        Assert.Empty(state.Entries);
        Assert.True(state.Knows(Id(1)));
    }

    [Fact]
    public void A_deferred_recipient_keeps_its_tries_and_its_time()
    {
        var state = QueueState.Empty.Accept(Mail(1)).Settle(1, new Outcome.Deferred(0, new("4.2.0", "full"), 5_000)).Settle(1, new Outcome.Deferred(0, new("4.2.0", "still full"), 9_000));
        Assert.Equal(new RecipientProgress(0, RecipientStatus.Deferred, 2, 9_000, new("4.2.0", "still full")), Assert.Single(state.Find(Id(1))!.Recipients));
    }

    [Fact]
    public void A_failed_recipient_stays_without_a_time()
    {
        var state = QueueState.Empty.Accept(Mail(1)).Settle(1, new Outcome.Deferred(0, new("4.2.0", "full"), 5_000)).Settle(1, new Outcome.Failed(0, new("4.2.0", "gone")));
        Assert.Equal(new RecipientProgress(0, RecipientStatus.Failed, 2, null, new("4.2.0", "gone")), Assert.Single(state.Find(Id(1))!.Recipients));
    }

    [Fact]
    public void Delivered_recipients_leave_and_the_last_one_removes_the_entry()
    {
        var state = QueueState.Empty.Accept(Mail(1, recipients: 2)).Settle(1, new Outcome.Delivered(0));
        Assert.Equal(1, Assert.Single(state.Find(Id(1))!.Recipients).Number);
        Assert.Empty(state.Settled.InOrder);
        state = state.Settle(1, new Outcome.Delivered(1));
        Assert.Empty(state.Entries);
        Assert.Equal([Id(1)], state.Settled.InOrder);
    }

    [Fact]
    public void Outcomes_for_unknown_messages_and_recipients_change_nothing()
    {
        var state = QueueState.Empty.Accept(Mail(1));
        Assert.Equal(state.Shown(), state.Settle(2, new Outcome.Delivered(0)).Settle(1, new Outcome.Delivered(7)).Shown());
    }

    [Fact]
    public void Remote_and_local_recipients_are_active()
    {
        var state = QueueState.Empty.Accept(Mail(1) with { Recipients = [To(0, null), To(1, new AccountId(1))] });
        Assert.Equal([RecipientStatus.Active, RecipientStatus.Active], state.Find(Id(1))!.Recipients.Select(r => r.Status));
    }

    [Theory]
    [InlineData(DsnNotify.Unspecified, true)]
    [InlineData(DsnNotify.Failure, true)]
    [InlineData(DsnNotify.Never, false)]
    [InlineData(DsnNotify.Success, false)]
    public void A_failed_recipient_stays_until_its_sender_was_told_and_leaves_at_once_when_nobody_is_to_be_told(DsnNotify notify, bool stays)
    {
        var state = QueueState.Empty.Accept(Mail(1) with { Recipients = [To(0, null) with { Notify = notify }] }).Settle(1, new Outcome.Failed(0, new("5.1.1", "gone")));
        Assert.Equal(stays, state.Entries.Contains(Id(1)));
        state = state.Apply(new([], []) { Changes = [new QueueChange.Told(Id(1), OfDelay: false, [0])] });
        Assert.Empty(state.Entries);
        Assert.True(state.Knows(Id(1)));
    }

    [Fact]
    public void Nobody_is_told_of_a_bounce() =>
        Assert.Empty(QueueState.Empty.Accept(Mail(1) with { ReversePath = null }).Settle(1, new Outcome.Failed(0, new("5.1.1", "gone"))).Entries);

    [Fact]
    public void Told_of_the_end_takes_no_recipient_that_is_still_tried()
    {
        var state = QueueState.Empty.Accept(Mail(1)).Apply(new([], []) { Changes = [new QueueChange.Told(Id(1), OfDelay: false, [0])] });
        Assert.Single(state.Entries);
    }

    [Fact]
    public void A_late_outcome_does_not_bring_back_what_is_over()
    {
        var state = QueueState.Empty.Accept(Mail(1)).Settle(1, new Outcome.Failed(0, new("5.1.1", "gone")), new Outcome.Deferred(0, new("4.2.0", "later"), 9));
        Assert.Equal(RecipientStatus.Failed, Assert.Single(state.Find(Id(1))!.Recipients).Status);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void A_success_that_was_asked_for_is_told_by_us_or_by_the_next_host(bool nextHostTells, bool stays)
    {
        var state = QueueState.Empty.Accept(Mail(1) with { Recipients = [To(0, null) with { Notify = DsnNotify.Success }] })
            .Settle(1, new Outcome.Delivered(0, new("mx.example", "250 ok", nextHostTells)));
        Assert.Equal(stays, state.Entries.Contains(Id(1)));
    }

    [Fact]
    public void A_known_id_is_not_remembered_twice()
    {
        var ids = RecentIds.Empty.Add(Id(1), 2).Add(Id(1), 2).Add(Id(2), 2);
        Assert.Equal([Id(1), Id(2)], ids.InOrder);
    }

    [Fact]
    public void The_oldest_id_is_forgotten_first_and_only_beyond_the_limit()
    {
        var ids = RecentIds.Empty.Add(Id(1), 2).Add(Id(2), 2);
        Assert.True(ids.Contains(Id(1)));
        ids = ids.Add(Id(3), 2);
        Assert.False(ids.Contains(Id(1)));
        Assert.Equal([Id(2), Id(3)], ids.InOrder);
    }

    [Property(MaxTest = 200)]
    public void A_state_is_the_same_after_its_root(byte[] script)
    {
        var state = QueueState.Empty;
        var made = 0;
        foreach (var step in script)
        {
            var recipient = step / 4 % 3;
            var message = made == 0 ? 0 : step / 12 % made;
            state = (step % 4) switch
            {
                0 => state.Accept(Mail(made++, recipients: 1 + recipient)),
                1 => state.Settle(message, new Outcome.Delivered(recipient)),
                2 => state.Settle(message, new Outcome.Deferred(recipient, new("4.2.0", "later"), step)),
                _ => state.Settle(message, new Outcome.Failed(recipient, new("4.2.0", "gone"))),
            };
        }

        var back = QueueState.From(state.ToRoot());
        Assert.Equal(state.Shown(), back.Shown());
        Assert.All(Enumerable.Range(0, made), n => Assert.True(back.Knows(Id(n))));
    }
}
