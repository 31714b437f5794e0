using MailActors.Domain.Queue;
using Xunit;
using static MailActors.Domain.Tests.Queue.QueueScene;

namespace MailActors.Domain.Tests.Queue;

public sealed class SnapshotDebtTests
{
    [Fact]
    public void A_small_partition_has_its_snapshot_after_so_many_writes() => Assert.Equal([false, false, true], Due(every: 3, entries: 2, writes: 3));

    [Fact]
    public void A_large_partition_waits_until_as_much_has_happened_as_it_holds() => Assert.Equal([false, false, false, true], Due(every: 1, entries: 12, writes: 4));

    /// <summary>Each write has a message, a settlement and a change.</summary>
    private static IEnumerable<bool> Due(int every, int entries, int writes)
    {
        var debt = default(SnapshotDebt);
        for (var n = 0; n < writes; n++)
        {
            debt = debt.After(new([Mail(n)], [new(Id(n), new Outcome.Delivered(0))]) { Changes = [new QueueChange.Retried(Id(n), 1)] });
            yield return debt.IsDue(every, entries);
        }
    }
}
