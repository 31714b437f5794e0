using System.Diagnostics;
using System.Text;

namespace MailActors.Node.Tests.Outbound;

/// <summary>Where another server puts the mail of one of its users.</summary>
internal static class Maildir
{
    /// <summary>The messages, octet for octet as Latin-1, once there are so many.</summary>
    /// <param name="log">Of the server, for when they don't come.</param>
    public static async Task<List<string>> Wait(string folder, int count, Func<string> log)
    {
        var arrived = Path.Combine(folder, "new");
        var patience = Stopwatch.StartNew();
        while (true)
        {
            var files = Directory.Exists(arrived) ? Directory.GetFiles(arrived) : [];
            if (files.Length >= count) return [.. files.Select(f => File.ReadAllText(f, Encoding.Latin1))];
            if (patience.Elapsed.TotalSeconds > 60) throw new TimeoutException($"{folder} has {files.Length} of {count} messages.\n{log()}");
            await Task.Delay(50);
        }
    }
}
