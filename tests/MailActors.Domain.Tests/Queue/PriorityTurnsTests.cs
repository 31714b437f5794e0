using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Domain.Tests.Queue;

public class PriorityTurnsTests
{
    [Fact]
    public void The_highest_goes_four_times_of_five_and_the_others_share_the_fifth()
    {
        var turns = new PriorityTurns();
        Assert.Equal(
            [9, 9, 9, 9, 4, 9, 9, 9, 9, 0, 9, 9, 9, 9, -9, 9, 9, 9, 9, 4],
            Enumerable.Range(0, 20).Select(_ => turns.Next([9, 4, 0, -9])));
    }

    [Fact]
    public void Alone_there_is_nobody_to_give_way_to()
    {
        var turns = new PriorityTurns();
        Assert.All(Enumerable.Range(0, 20), _ => Assert.Equal(-4, turns.Next([-4])));
        Assert.Equal([0, 0, 0, 0, -4], Enumerable.Range(0, 5).Select(_ => turns.Next([0, -4])));
    }
}
