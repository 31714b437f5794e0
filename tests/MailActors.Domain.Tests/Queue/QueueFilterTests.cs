using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Xunit;
using static MailActors.Domain.Tests.Queue.QueueScene;

namespace MailActors.Domain.Tests.Queue;

public sealed class QueueFilterTests
{
    private static readonly QueueEntry Entry = QueueEntry.New(Mail(1) with
    {
        ReversePath = new("Ann", "a.example"), Submitter = new AccountId(9), ReceivedAt = 1_000,
        Recipients = [To(0, null) with { Address = new("bob", "b.example") }, To(1, null) with { Address = new("eve", "c.example"), Original = new("list", "a.example") }],
    }).After(new Outcome.Deferred(1, new("4.4.1", "No answer"), 5_000))!;

    public static TheoryData<string, QueueFilter> Fitting => new()
    {
        { "all", QueueFilter.All },
        { "sender", new() { Sender = "ann@A.example" } },
        { "domain of the sender", new() { Sender = "@a.example" } },
        { "account", new() { Account = new AccountId(9) } },
        { "recipient", new() { Recipient = "BOB@b.example" } },
        { "recipient as given", new() { Recipient = "list@a.example" } },
        { "domain", new() { Domain = "C.example" } },
        { "status", new() { Reason = "4.4" } },
        { "text", new() { Reason = "no ANSWER" } },
        { "both of one recipient", new() { Domain = "c.example", Reason = "4.4.1" } },
        { "as old", new() { Until = 1_000 } },
        { "as new", new() { Since = 1_000 } },
        { "not held", new() { Held = false } },
    };

    public static TheoryData<string, QueueFilter> Others => new()
    {
        { "sender", new() { Sender = "bob@a.example" } },
        { "domain of the sender", new() { Sender = "@example" } },
        { "a bounce", new() { Sender = "<>" } },
        { "account", new() { Account = new AccountId(8) } },
        { "recipient", new() { Recipient = "bob@c.example" } },
        { "domain", new() { Domain = "a.example" } },
        { "status", new() { Reason = "5.4" } },
        { "each of another recipient", new() { Domain = "b.example", Reason = "4.4.1" } },
        { "older", new() { Until = 999 } },
        { "newer", new() { Since = 1_001 } },
        { "held", new() { Held = true } },
        { "one of two", new() { Sender = "@a.example", Domain = "d.example" } },
    };

    [Theory]
    [MemberData(nameof(Fitting))]
    public void It_fits(string what, QueueFilter filter) => Assert.True(filter.Fits(Entry, held: false), what);

    [Theory]
    [MemberData(nameof(Others))]
    public void It_does_not_fit(string what, QueueFilter filter) => Assert.False(filter.Fits(Entry, held: false), what);

    [Fact]
    public void A_recipient_that_is_over_is_not_meant() =>
        Assert.False(new QueueFilter { Domain = "b.example" }.Fits(Entry.After(new Outcome.Failed(0, new("5.1.1", "gone")))!, held: false));

    [Fact]
    public void Only_the_recipients_that_are_meant_are_given_up()
    {
        var decided = QueueDecisions.Decide(Entry, QueueAction.Cancel, new() { Domain = "c.example" }, 9);
        Assert.Equal(1, Assert.Single(decided.Settled).Outcome.Recipient);
        Assert.Equal([1], Assert.IsType<QueueChange.Cancelled>(QueueDecisions.Decide(Entry, QueueAction.Discard, new() { Domain = "c.example" }, 9).Change).Recipients.AsEnumerable());
        Assert.Empty(Assert.IsType<QueueChange.Cancelled>(QueueDecisions.Decide(Entry, QueueAction.Discard, QueueFilter.All, 9).Change).Recipients);
    }

    private static readonly int[] Times = [5, 3, 3, 9, 1, 7, 3];

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100)]
    public void A_walk_sees_each_message_once_and_the_oldest_first(int limit)
    {
        var state = QueueState.Empty.Accept([.. Times.Select((at, n) => Mail(n) with { ReceivedAt = at, ReversePath = n == 5 ? null : new MailAddress("a", "b.example") })]);
        var seen = new List<QueueEntry>();
        QueuePosition? after = null;
        do
        {
            var page = QueuePage.Of(state, new() { Sender = "@b.example" }, after, limit);
            Assert.True(page.Fitting.Count <= limit);
            seen.AddRange(page.Fitting);
            after = page.Next;
        }
        while (after is not null);
        Assert.Equal([1, 3, 3, 3, 5, 9], seen.Select(e => e.Envelope.ReceivedAt));
        Assert.Equal(6, seen.Select(e => e.Envelope.Id).Distinct().Count());
    }

    [Fact]
    public void A_step_looks_at_a_bounded_number_of_messages()
    {
        var state = QueueState.Empty.Accept([.. Enumerable.Range(0, QueuePage.Most + 1).Select(n => Mail(n))]);
        var page = QueuePage.Of(state, new() { Sender = "<>" }, null, 10);
        Assert.Empty(page.Fitting);
        Assert.NotNull(page.Next);
        Assert.Null(QueuePage.Of(state, new() { Sender = "<>" }, page.Next, 10).Next);
    }

    [Fact]
    public void A_position_is_read_as_it_is_written()
    {
        var position = new QueuePosition(1_700_000_000, Id(77));
        Assert.True(QueuePosition.TryParse(position.ToString(), out var read));
        Assert.Equal(position, read);
        Assert.False(QueuePosition.TryParse("1700000000", out _));
        Assert.False(QueuePosition.TryParse("-" + Id(77), out _));
    }
}
