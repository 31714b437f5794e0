using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Domain.Tests.Queue;

public sealed class RetryScheduleTests
{
    private static readonly RetrySchedule Schedule = new(TimeSpan.FromSeconds(100), TimeSpan.FromSeconds(1_000), TimeSpan.FromSeconds(5_000));

    [Theory]
    [InlineData(0, 100)]
    [InlineData(1, 200)]
    [InlineData(3, 800)]
    [InlineData(4, 1_000)]
    [InlineData(int.MaxValue, 1_000)]
    public void The_wait_doubles_up_to_the_longest(int tries, double seconds) =>
        Assert.Equal(seconds, Schedule.Wait(tries, 0.5).TotalSeconds, 3);

    [Theory]
    [InlineData(0, 80)]
    [InlineData(1, 120)]
    public void The_wait_is_spread_by_a_fifth(double spread, double seconds) =>
        Assert.Equal(seconds, Schedule.Wait(0, spread).TotalSeconds, 3);

    [Theory]
    [InlineData(5_999, false)]
    [InlineData(6_000, true)]
    public void It_is_over_when_the_message_is_too_old(long now, bool over) =>
        Assert.Equal(over, Schedule.IsOver(1_000, DateTimeOffset.FromUnixTimeSeconds(now)));
}
