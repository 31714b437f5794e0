using MailActors.Actors.Blobs;
using MailActors.Domain.Blobs;
using Xunit;

namespace MailActors.Actors.Tests.Blobs;

public sealed class BlobSweeperTests : ActorSpec
{
    [Fact]
    public async Task It_sweeps_again_and_again_also_after_a_failure()
    {
        var sweep = new FailingSweep();
        Sys.ActorOf(BlobSweeper.Props(sweep, TimeSpan.Zero, TimeSpan.FromMilliseconds(1)));
        await sweep.Third.Task.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_sweep_under_way_is_cancelled_when_it_stops()
    {
        var sweep = new EndlessSweep();
        var sweeper = Sys.ActorOf(BlobSweeper.Props(sweep, TimeSpan.Zero, TimeSpan.FromHours(1)));
        await sweep.Begun.Task.WaitAsync(Patience);
        Sys.Stop(sweeper);
        await sweep.Cancelled.Task.WaitAsync(Patience);
    }

    private sealed class FailingSweep : IBlobSweep
    {
        private int _runs;

        public TaskCompletionSource Third { get; } = new();

        public Task<SweepReport?> Run(bool remove, Action<SweepProgress>? progress, CancellationToken cancel)
        {
            Assert.True(remove);
            if (++_runs == 1) throw new StorageException(StorageFault.Damaged, "as the test wants it");
            if (_runs == 3) Third.SetResult();
            return Task.FromResult(_runs == 2 ? null : new SweepReport(2, 1, 1, 1, 1, 1, 0));
        }
    }

    private sealed class EndlessSweep : IBlobSweep
    {
        public TaskCompletionSource Begun { get; } = new();

        public TaskCompletionSource Cancelled { get; } = new();

        public async Task<SweepReport?> Run(bool remove, Action<SweepProgress>? progress, CancellationToken cancel)
        {
            Begun.SetResult();
            await using var registration = cancel.Register(Cancelled.SetResult);
            await Cancelled.Task;
            throw new OperationCanceledException(cancel);
        }
    }
}
