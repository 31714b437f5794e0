using MailActors.Storage.Sqlite;
using MailActors.Storage.Tests.Sqlite;

namespace MailActors.Storage.Tests.Crash;

/// <summary>The child that crash tests kill: writes rows and prints the number of each when it is acknowledged.
/// Arguments: folder, synchronous, first number, how many, how many at once.</summary>
public static class Program
{
    public static async Task<int> Main(string[] args)
    {
        var settings = new SqliteSettings { Folder = args[0], Synchronous = args[1], Unsafe = args[1] != "FULL", LogSize = 1 << 20 };
        await using var database = SqliteDatabase.Open(settings, TestDatabase.Parts, TimeProvider.System);
        var next = long.Parse(args[2]) - 1;
        var last = next + long.Parse(args[3]);
        await using var acknowledged = Console.OpenStandardOutput();
        var gate = new Lock();
        await Task.WhenAll(Enumerable.Range(0, int.Parse(args[4])).Select(async _ =>
        {
            while (Interlocked.Increment(ref next) is var id && id <= last)
            {
                await database.Writer.Write(session =>
                {
                    using var insert = session.Use("INSERT INTO row(id) VALUES (?)");
                    return insert.Bind(1, id).Run();
                });
                lock (gate) acknowledged.Write(System.Text.Encoding.ASCII.GetBytes($"{id}\n"));
            }
        }));
        return 0;
    }
}
