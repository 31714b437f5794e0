using System.Diagnostics;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Crash;

/// <summary>Runs the writing child, alone or under strace, and reads what it acknowledged.</summary>
internal static class Child
{
    public static Process Start(string folder, string synchronous, long first, long count, int atOnce, params string[] strace)
    {
        string[] child = ["dotnet", typeof(Program).Assembly.Location, folder, synchronous, $"{first}", $"{count}", $"{atOnce}"];
        string[] all = strace.Length == 0 ? child : ["strace", .. strace, .. child];
        return Process.Start(new ProcessStartInfo(all[0], all[1..]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
    }

    /// <summary>Reads acknowledgements until the child ends or <paramref name="limit"/> came; a last line cut short does not count.</summary>
    public static async Task<List<long>> Acknowledged(Process child, int limit = int.MaxValue)
    {
        _ = child.StandardError.ReadToEndAsync();
        var ids = new List<long>();
        while (ids.Count < limit && await child.StandardOutput.ReadLineAsync() is { } line)
            if (long.TryParse(line, out var id)) ids.Add(id);
        return ids;
    }

    public static async Task<HashSet<long>> Stored(string folder)
    {
        await using var database = SqliteDatabase.Open(new() { Folder = folder }, TestDatabase.Parts, TimeProvider.System);
        return await database.Readers.Read(session =>
        {
            var ids = new HashSet<long>();
            using var read = session.Use("SELECT id FROM row");
            while (read.Step()) ids.Add(read.Long(0));
            return ids;
        });
    }
}
