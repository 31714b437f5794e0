using MailActors.Actors.Delivery;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Queue;

public sealed class LocalDeliveryTests : QueueSpec
{
    private static readonly RetrySchedule Slow = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1_000), TimeSpan.FromDays(1));
    private static readonly RetrySchedule Quick = new(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(100), TimeSpan.FromDays(1));

    public static TheoryData<MailboxRejection> Rejections => [.. Enum.GetValues<MailboxRejection>()];

    [Theory]
    [MemberData(nameof(Rejections))]
    public void Only_a_removed_account_fails_and_our_own_trouble_waits_shorter(MailboxRejection reason)
    {
        var outcome = Of(new MailboxReplies.Rejected(reason), age: 10);
        if (reason == MailboxRejection.Removed)
        {
            Assert.Equal("5.1.1", Assert.IsType<Outcome.Failed>(outcome).Reason.Status);
            return;
        }

        var deferred = Assert.IsType<Outcome.Deferred>(outcome);
        Assert.StartsWith("4.", deferred.Reason.Status, StringComparison.Ordinal);
        Assert.Equal(reason is MailboxRejection.Unavailable or MailboxRejection.StorageFull ? 5 : 100, deferred.RetryAt - Mail(0).ReceivedAt - 10);
    }

    [Fact]
    public void A_message_that_is_too_old_fails_for_good_with_the_last_reason() =>
        Assert.Equal("5.2.2", Assert.IsType<Outcome.Failed>(Of(new MailboxReplies.Rejected(MailboxRejection.OverQuota), age: 86_400)).Reason.Status);

    [Fact]
    public void The_last_second_is_not_too_old() =>
        Assert.IsType<Outcome.Deferred>(Of(new MailboxReplies.Rejected(MailboxRejection.OverQuota), age: 86_399));

    [Fact]
    public void The_id_is_the_same_at_every_try_and_another_for_every_recipient_and_message()
    {
        Assert.Equal(LocalDelivery.IdOf(Id(1), 4), LocalDelivery.IdOf(Id(1), 4));
        var ids = from message in Enumerable.Range(1, 10) from recipient in Enumerable.Range(0, 1_000) select LocalDelivery.IdOf(Id(message), recipient);
        Assert.Equal(10_000, ids.Distinct().Count());
    }

    private static Outcome Of(MailboxReply reply, long age) => LocalDelivery.OutcomeOf(
        reply, new(Mail(0), Mail(0).Recipients[0], 0), Slow, Quick, DateTimeOffset.FromUnixTimeSeconds(Mail(0).ReceivedAt + age), 0.5);
}
