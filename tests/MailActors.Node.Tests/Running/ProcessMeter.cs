using System.Diagnostics;

namespace MailActors.Node.Tests.Running;

/// <summary>What a process takes, as the system counts it: other load on the machine changes neither figure.</summary>
internal static class ProcessMeter
{
    public static TimeSpan Cpu(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.TotalProcessorTime;
    }

    /// <summary>Megabytes of memory that are really there.</summary>
    public static double Resident(int pid)
    {
        using var process = Process.GetProcessById(pid);
        return process.WorkingSet64 / 1048576.0;
    }

    /// <summary>The highest <see cref="Resident"/> seen while <paramref name="work"/> runs.</summary>
    public static async Task<double> Peak(int pid, Task work)
    {
        var peak = Resident(pid);
        while (!work.IsCompleted)
        {
            await Task.WhenAny(work, Task.Delay(20));
            peak = Math.Max(peak, Resident(pid));
        }

        await work;
        return peak;
    }

    /// <summary>By how much memory grows when something that was done is done again. What the first time costs is the runtime warming up, and the
    /// collector may let some rounds pass: what is kept grows in every one, so the least growth of several is told.</summary>
    public static async Task<double> GrowthOfAgain(int pid, Func<Task> work)
    {
        const int Rounds = 4;
        const double Nothing = 1;
        await work();
        var least = double.MaxValue;
        for (var round = 0; round < Rounds && least > Nothing; round++)
        {
            var before = Resident(pid);
            await work();
            least = Math.Min(least, Resident(pid) - before);
        }

        return least;
    }
}
