using Akka.Actor.Setup;
using Akka.Persistence;

namespace MailActors.Storage.Tests.Contracts;

/// <summary>What every journal of the product holds to.</summary>
public abstract class JournalContract(ActorSystemSetup setup) : PersistenceContract(setup)
{
    [Fact]
    public void Events_come_back_in_order_with_their_numbers()
    {
        Written(Write("a", ["1"], ["2", "3"], ["4"]), 4);
        var (events, highest) = Replay("a");
        Assert.Equal(["1", "2", "3", "4"], events);
        Assert.Equal(4, highest);
    }

    [Fact]
    public void A_stranger_has_no_events_and_number_zero()
    {
        var (events, highest) = Replay("nobody");
        Assert.Empty(events);
        Assert.Equal(0, highest);
    }

    [Theory]
    [InlineData(2, 4, 10, new[] { "2", "3", "4" })]
    [InlineData(0, 2, 10, new[] { "1", "2" })]
    [InlineData(2, 9, 2, new[] { "2", "3" })]
    [InlineData(3, 3, 10, new[] { "3" })]
    [InlineData(4, 3, 10, new string[0])]
    [InlineData(1, 5, 0, new string[0])]
    public void A_replay_keeps_to_its_bounds(long from, long to, long max, string[] expected)
    {
        Written(Write("a", ["1"], ["2"], ["3"], ["4"], ["5"]), 5);
        Assert.Equal(expected, Replay("a", from, to, max).Events);
    }

    [Fact]
    public void Events_of_others_are_not_mixed_in()
    {
        Written(Write("a", ["a1"]), 1);
        Written(Write("b", ["b1", "b2"]), 2);
        Assert.Equal(["a1"], Replay("a").Events);
        Assert.Equal(["b1", "b2"], Replay("b").Events);
    }

    [Fact]
    [Trait("acceptance", "CL-04")]
    public void A_number_that_is_taken_is_refused_and_the_first_event_stays()
    {
        Written(Write("a", ["first"]), 1);
        var loser = Write("a", ["second"]);
        loser.ExpectMsg<WriteMessagesFailed>();
        loser.ExpectMsg<WriteMessageFailure>();
        Assert.Equal(["first"], Replay("a").Events);
    }

    [Fact]
    public void An_atomic_write_with_one_number_taken_writes_nothing()
    {
        Written(WriteFrom(3, "a", ["3"]), 1);
        var loser = Write("a", ["1", "2", "3"]);
        loser.ExpectMsg<WriteMessagesFailed>();
        Assert.Equal(["3"], Replay("a", from: 3).Events);
    }

    [Fact]
    public void What_cannot_be_serialized_is_rejected_and_the_journal_goes_on()
    {
        var writer = WriteFrom(1, "a", [Unserializable.Instance]);
        writer.ExpectMsg<WriteMessagesSuccessful>();
        writer.ExpectMsg<WriteMessageRejected>();
        Written(Write("a", ["1"]), 1);
    }

    [Fact]
    public void Deleted_events_are_gone_and_their_numbers_are_not_given_again()
    {
        Written(Write("a", ["1"], ["2"], ["3"]), 3);
        Delete("a", 2);
        Assert.Equal(["3"], Replay("a").Events);
        Delete("a", long.MaxValue);
        var (events, highest) = Replay("a");
        Assert.Empty(events);
        Assert.Equal(3, highest);
    }

    [Fact]
    public void Deleting_for_a_stranger_is_no_fault()
    {
        Delete("nobody", 5);
        Assert.Equal(0, Replay("nobody").Highest);
    }

    [Fact]
    public void Thousands_of_events_of_one_actor_are_replayed()
    {
        Written(Write("a", [.. Enumerable.Range(1, 2500).Select(i => new[] { $"{i}" })]), 2500);
        Assert.Equal(Enumerable.Range(1, 2500).Select(i => $"{i}"), Replay("a").Events);
    }

    private void Delete(string name, long to)
    {
        var deleter = CreateTestProbe();
        Journal.Tell(new DeleteMessagesTo(name, to, deleter), deleter);
        deleter.ExpectMsg<DeleteMessagesSuccess>();
    }

    /// <summary>Its serializer reads the property, and that throws.</summary>
    private sealed class Unserializable
    {
        public static readonly Unserializable Instance = new();

        public string Value => throw new NotSupportedException();
    }
}
