using System.Diagnostics;
using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Crash;

/// <summary>strace on a running node: it looks at system calls, makes some fail, or kills at one of them. It counts the calls of each thread by
/// themselves; all that the store writes comes from its one writer thread.</summary>
internal sealed class Strace : IAsyncDisposable
{
    private readonly Process _process;

    private Strace(Process process) => _process = process;

    /// <summary>Returns when every thread of the process is under it.</summary>
    public static async Task<Strace> Attach(int pid, params string[] arguments)
    {
        var start = new ProcessStartInfo("strace", ["-f", "-p", $"{pid}", .. arguments]) { RedirectStandardError = true };
        var process = Process.Start(start) ?? throw new InvalidOperationException("strace does not start.");
        var said = await process.StandardError.ReadLineAsync() ?? "";
        if (!said.Contains("attached", StringComparison.Ordinal)) throw new InvalidOperationException("strace: " + said);
        _ = process.StandardError.ReadToEndAsync();
        return new(process);
    }

    /// <summary>Waits until the process under it has gone, and with it strace, which has then written its trace.</summary>
    public async Task Ended()
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await _process.WaitForExitAsync(deadline.Token);
    }

    /// <summary>Lets go of a process that still runs. A strace whose process aborted may wait for its threads for ever: it is killed.</summary>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited) NodeProcess.Signal(_process.Id, 15);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(3));
        try
        {
            await _process.WaitForExitAsync(patience.Token);
        }
        catch (OperationCanceledException)
        {
            NodeProcess.Signal(_process.Id, 9);
        }

        await Ended();
        _process.Dispose();
    }
}
