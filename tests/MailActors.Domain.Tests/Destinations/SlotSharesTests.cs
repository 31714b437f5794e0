using MailActors.Domain.Destinations;
using Xunit;

namespace MailActors.Domain.Tests.Destinations;

public sealed class SlotSharesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.FromUnixTimeSeconds(1_700_000_000);
    private static readonly Guid A = new(1, 0, 0, new byte[8]);
    private static readonly Guid B = new(2, 0, 0, new byte[8]);
    private static readonly Guid C = new(3, 0, 0, new byte[8]);
    private readonly SlotShares _shares = new();

    [Fact]
    public void One_alone_gets_what_it_wants_up_to_what_there_is()
    {
        Claim(A, 0, 3);
        Deal(5);
        Assert.Equal(3, _shares.AllowedTo(A));
        Claim(A, 3, 9);
        Deal(5);
        Assert.Equal(5, _shares.AllowedTo(A));
    }

    [Fact]
    public void A_newcomer_gets_its_share_only_when_it_has_been_given_up()
    {
        Claim(A, 0, 10);
        Deal(4);
        Claim(A, 4, 10);
        Claim(B, 0, 10);
        Deal(4);
        Assert.Equal((2, 0), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
        Claim(A, 2, 10);
        Deal(4);
        Assert.Equal((2, 2), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
    }

    [Fact]
    public void With_fewer_connections_than_couriers_they_take_turns()
    {
        Claim(A, 0, 1);
        Deal(1);
        Claim(A, 1, 1);
        Claim(B, 0, 1);
        Deal(1);
        Assert.Equal((1, 0), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
        var later = Start + SlotShares.Turn;
        _shares.Deal(1, later);
        Assert.Equal((0, 0), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
        _shares.Claim(A, 0, 1, 0, later);
        _shares.Deal(1, later);
        Assert.Equal((0, 1), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
    }

    [Fact]
    public void A_courier_that_falls_silent_loses_what_it_had()
    {
        Claim(A, 0, 5);
        Deal(5);
        Claim(A, 5, 5);
        var later = Start + SlotShares.LeaseFor + TimeSpan.FromSeconds(1);
        _shares.Claim(B, 0, 5, 0, later);
        Assert.Equal([A], _shares.Expire(later));
        _shares.Deal(5, later);
        Assert.Equal((0, 5), (_shares.AllowedTo(A), _shares.AllowedTo(B)));
    }

    [Fact]
    public void Never_more_is_allowed_and_held_than_there_is()
    {
        var chance = new Random(42);
        Guid[] all = [A, B, C];
        var held = all.ToDictionary(c => c, _ => 0);
        var now = Start;
        for (var round = 0; round < 2_000; round++)
        {
            var one = all[chance.Next(3)];
            held[one] = chance.Next(2) == 0 ? Math.Min(held[one], chance.Next(6)) : Math.Max(held[one], _shares.AllowedTo(one));
            _shares.Claim(one, held[one], held[one] + chance.Next(6), 0, now);
            now += TimeSpan.FromMilliseconds(chance.Next(900));
            _shares.Deal(7, now);
            Assert.True(all.Sum(c => Math.Max(held[c], _shares.AllowedTo(c))) <= 7, $"Round {round}.");
        }
    }

    [Theory]
    [InlineData(60, 5, 6, 6)]
    [InlineData(60, 1, 600, 1)]
    [InlineData(1, 59, 5, 0)]
    public void A_rate_gives_credits_as_time_goes_by(int perMinute, int seconds, int wanted, int given)
    {
        var bucket = new RateBucket(perMinute, Start);
        Assert.Equal(1, bucket.Take(100, Start));
        Assert.Equal(0, bucket.Take(100, Start));
        Assert.Equal(Math.Min(given, 6) - (given == 6 ? 1 : 0), bucket.Take(wanted, Start + TimeSpan.FromSeconds(seconds)));
    }

    private void Claim(Guid courier, int held, int wanted) => _shares.Claim(courier, held, wanted, 0, Start);

    private void Deal(int slots) => _shares.Deal(slots, Start);
}
