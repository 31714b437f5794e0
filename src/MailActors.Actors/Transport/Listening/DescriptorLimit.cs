using System.Globalization;

namespace MailActors.Actors.Transport.Listening;

/// <summary>How many sockets the process can have. When the last file descriptor is gone, .NET can't load what it needs next and the process
/// ends, so connections must stop well before: the limit of the settings is lowered to what the system allows.</summary>
public static class DescriptorLimit
{
    // For the database, the cluster, and what the runtime opens for itself.
    private const int Reserved = 200;
    private const int AtLeast = 16;
    private const string Row = "Max open files";
    private const string Limits = "/proc/self/limits";

    /// <summary>Read once: the runtime has raised the soft limit to the hard one by then, and nothing changes it later.</summary>
    public static int Connections { get; } = File.Exists(Limits) ? ConnectionsUnder(File.ReadAllText(Limits)) : int.MaxValue;

    /// <param name="limits">The text of /proc/self/limits (proc_pid_limits(5)); without a number in it there is no limit.</param>
    public static int ConnectionsUnder(string limits)
    {
        var row = limits.Split('\n').FirstOrDefault(line => line.StartsWith(Row, StringComparison.Ordinal));
        var soft = row?[Row.Length..].Split(' ', StringSplitOptions.RemoveEmptyEntries).FirstOrDefault();
        return int.TryParse(soft, NumberStyles.None, CultureInfo.InvariantCulture, out var files) ? Math.Max(AtLeast, files - Reserved) : int.MaxValue;
    }
}
