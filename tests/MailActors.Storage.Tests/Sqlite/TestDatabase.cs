using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Tests.Sqlite;

/// <summary>A database with one table <c>row(id INTEGER PRIMARY KEY)</c> besides those of the store.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly TempFolder _folder = new();

    public TestDatabase(Func<SqliteSettings, SqliteSettings>? change = null, IStorageDeath? death = null)
    {
        var settings = new SqliteSettings { Folder = _folder.Path };
        Database = SqliteDatabase.Open(change?.Invoke(settings) ?? settings, Parts, TimeProvider.System, death);
    }

    public static IReadOnlyList<SchemaPart> Parts { get; } = [.. StorageSchema.Parts, new("test", "CREATE TABLE row(id INTEGER PRIMARY KEY)")];

    public SqliteDatabase Database { get; }

    public SqliteWriter Writer => Database.Writer;

    public string Folder => _folder.Path;

    public Task<long> Count(string table = "row") => Database.Readers.Read(session => session.Number($"SELECT count(*) FROM {table}") ?? 0);

    public Task<int> Insert(params long[] ids) => Writer.Write(session =>
    {
        foreach (var id in ids)
        {
            using var insert = session.Use("INSERT INTO row(id) VALUES (?)");
            insert.Bind(1, id).Run();
        }

        return ids.Length;
    });

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        _folder.Dispose();
    }
}
