using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Domain.Tests.Destinations;

public sealed class ConcurrencyWindowTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly Reason NoAnswer = new("4.4.1", "No answer.");
    private readonly ConcurrencyWindow _window = new(DestinationLimits.Default);

    [Fact]
    public void It_begins_small_and_grows_by_one_for_a_round_of_successes()
    {
        Assert.Equal(5, _window.Slots(Start));
        _window.Succeeded(4);
        Assert.Equal(5, _window.Slots(Start));
        _window.Succeeded(2);
        Assert.Equal(6, _window.Slots(Start));
    }

    [Fact]
    public void It_never_grows_beyond_its_limit()
    {
        _window.Succeeded(10_000);
        Assert.Equal(20, _window.Slots(Start));
    }

    [Fact]
    public void A_round_of_troubles_kills_it()
    {
        Fail(5, Start);
        Assert.Equal((DestinationStanding.Dead, 0), (_window.Standing(Start), _window.Slots(Start)));
        Assert.Equal(NoAnswer, _window.Trouble);
    }

    [Fact]
    public void A_success_between_troubles_keeps_it_alive()
    {
        for (var i = 0; i < 10; i++)
        {
            Fail(2, Start);
            _window.Succeeded(1);
        }

        Assert.Equal(DestinationStanding.Open, _window.Standing(Start));
        Assert.True(_window.Slots(Start) < 5);
    }

    [Fact, Trait("acceptance", "RM-06")]
    public void After_its_time_there_is_one_probe_and_each_that_fails_doubles_the_wait()
    {
        Fail(5, Start);
        var now = Start;
        foreach (var minutes in new[] { 1, 2, 4, 8, 16, 30, 30 })
        {
            Assert.Equal(TimeSpan.FromMinutes(minutes), _window.Wait(now));
            now += TimeSpan.FromMinutes(minutes) - TimeSpan.FromSeconds(1);
            Assert.Equal(0, _window.Slots(now));
            now += TimeSpan.FromSeconds(1);
            Assert.Equal((DestinationStanding.Probed, 1), (_window.Standing(now), _window.Slots(now)));
            Fail(1, now);
        }
    }

    [Fact, Trait("acceptance", "RM-06")]
    public void When_it_lives_again_it_begins_small()
    {
        _window.Succeeded(10_000);
        Fail(30, Start);
        var now = Start + _window.Wait(Start);
        _window.Succeeded(1);
        Assert.Equal(5, _window.Slots(now));
        Assert.Null(_window.Trouble);
    }

    [Fact]
    public void One_that_falls_over_at_once_is_left_alone_longer_and_one_that_stood_is_not()
    {
        Fail(5, Start);
        _window.Succeeded(1);
        Fail(5, Start);
        Assert.Equal(TimeSpan.FromMinutes(2), _window.Wait(Start));
        _window.Succeeded(100);
        Fail(30, Start);
        Assert.Equal(TimeSpan.FromMinutes(1), _window.Wait(Start));
    }

    private void Fail(int tries, DateTimeOffset now) => _window.Failed(tries, NoAnswer, now, spread: 0.5);
}
