using System.Globalization;
using System.Text;
using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Crash;

/// <summary>A power cut in the view of the disk: it keeps what was there before and every write that a finished sync of the same file
/// has followed. Of the rest it keeps nothing, or some at random.</summary>
internal sealed class PowerCut : IAsyncDisposable
{
    private readonly NodeProcess _node;
    private readonly Dictionary<string, byte[]> _before;
    private readonly Strace _strace;
    private readonly string _trace;

    private PowerCut(NodeProcess node, Dictionary<string, byte[]> before, Strace strace, string trace)
    {
        _node = node;
        _before = before;
        _strace = strace;
        _trace = trace;
    }

    /// <summary>Calls that reached the disk in the last cut, for the figures.</summary>
    public (int Writes, int Syncs, int Lost) Seen { get; private set; }

    /// <summary>Begins to watch a node that has nothing to write.</summary>
    public static async Task<PowerCut> Watch(NodeProcess node)
    {
        var trace = Path.Combine(node.Data, "power.trace");
        var strace = await Strace.Attach(
            node.Pid, "-y", "-xx", "-s", "1000000", "-o", trace, "-e", "trace=pwrite64,pwritev,write,writev,ftruncate,fallocate,fsync,fdatasync", "-P", File(node, ""), "-P", File(node, "-wal"));
        return new(node, DataFolder.Read(node.Data), strace, trace);
    }

    /// <summary>Kills the node and leaves its folder as the cut would have.</summary>
    /// <param name="survives">Of each write that no sync followed, whether the disk had it all the same.</param>
    public async Task Strike(Func<bool> survives)
    {
        NodeProcess.Signal(_node.Pid, 9);
        await _strace.Ended();
        await _node.Kill();
        var disk = _before.ToDictionary(file => file.Key, file => new DiskFile(file.Value));
        foreach (var line in System.IO.File.ReadLines(_trace)) Take(disk, line);
        Seen = (disk.Values.Sum(f => f.Writes), disk.Values.Sum(f => f.Syncs), disk.Values.Sum(f => f.Pending));
        DataFolder.Restore(_node.Data, disk.ToDictionary(file => file.Key, file => file.Value.AfterCut(survives)));
        System.IO.File.Delete(_trace);
    }

    public ValueTask DisposeAsync() => _strace.DisposeAsync();

    private static string File(NodeProcess node, string suffix) => Path.Combine(node.Data, "mailactors.db" + suffix);

    /// <summary>One line: <c>thread call(fd&lt;path&gt;, arguments) = result</c>. A call the kill has cut off has no result and did not happen.</summary>
    private static void Take(Dictionary<string, DiskFile> disk, string line)
    {
        var end = line.LastIndexOf(") = ", StringComparison.Ordinal);
        if (end < 0 || line.AsSpan(end + 4).TrimStart().StartsWith('?')) return; // "?", also "? <unavailable>"
        if (line.Contains("resumed>", StringComparison.Ordinal)) throw new InvalidDataException("Two threads write to the store at once: " + line);
        if (line.IndexOf('<', StringComparison.Ordinal) is var open && open < 0) return;
        var call = line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..line.IndexOf('(', StringComparison.Ordinal)].Trim();
        var close = line.IndexOf('>', open);
        var file = disk[Path.GetFileName(Encoding.UTF8.GetString(Octets(line.AsSpan(open + 1, close - open - 1))))];
        var result = long.Parse(line.AsSpan(end + 4).Trim(), CultureInfo.InvariantCulture);
        switch (call)
        {
            case "pwrite64":
                var quote = line.IndexOf('"', close);
                var last = line.LastIndexOf('"', end);
                var offset = long.Parse(line.AsSpan(line.LastIndexOf(' ', end) + 1, end - line.LastIndexOf(' ', end) - 1), CultureInfo.InvariantCulture);
                file.Write(offset, Octets(line.AsSpan(quote + 1, last - quote - 1))[..(int)result]);
                break;
            case "ftruncate":
                file.Truncate(long.Parse(line.AsSpan(close + 2, end - close - 2), CultureInfo.InvariantCulture));
                break;
            case "fsync" or "fdatasync":
                if (result == 0) file.Sync();
                break;
            default: throw new InvalidDataException($"The store is written by {call}, which this does not know.");
        }
    }

    private static byte[] Octets(ReadOnlySpan<char> hex)
    {
        var octets = new byte[hex.Length / 4];
        for (var i = 0; i < octets.Length; i++) octets[i] = byte.Parse(hex.Slice(4 * i + 2, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return octets;
    }
}
