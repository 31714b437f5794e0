using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MailActors.Storage.Sqlite;

/// <summary>One kept-open connection and its prepared statements. Used by one thread at a time.</summary>
public sealed class SqliteSession : IDisposable
{
    private readonly Dictionary<string, Statement> _statements = new(ReferenceOrTextComparer.Instance);

    internal SqliteSession(SqliteConnection connection)
    {
        Connection = connection;
        Handle = connection.Handle ?? throw new InvalidOperationException("The connection is not open.");
    }

    /// <summary>For work that is not hot. Never opens or ends a transaction.</summary>
    public SqliteConnection Connection { get; }

    public long LastRowId => raw.sqlite3_last_insert_rowid(Handle);

    internal sqlite3 Handle { get; }

    internal bool InTransaction => raw.sqlite3_get_autocommit(Handle) == 0;

    /// <summary>A statement, prepared at its first use. <paramref name="sql"/> is a constant: every text is kept for good.
    /// Dispose the statement when done with it.</summary>
    public Statement Use(string sql)
    {
        if (!_statements.TryGetValue(sql, out var statement))
            _statements.Add(sql, statement = new(Handle, sql));
        return statement.Take();
    }

    public int Run(string sql)
    {
        using var statement = Use(sql);
        return statement.Run();
    }

    /// <summary>The first column of the first row; null when there is no row.</summary>
    public long? Number(string sql)
    {
        using var statement = Use(sql);
        return statement.Step() ? statement.Long(0) : null;
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values) statement.Close();
        _statements.Clear();
        Connection.Dispose();
    }

    private sealed class ReferenceOrTextComparer : IEqualityComparer<string>
    {
        public static readonly ReferenceOrTextComparer Instance = new();

        public bool Equals(string? x, string? y) => ReferenceEquals(x, y) || string.Equals(x, y, StringComparison.Ordinal);

        // Statements differ in length or in their last letters far more often than in their first.
        public int GetHashCode(string sql) => HashCode.Combine(sql.Length, sql[^1], sql[sql.Length / 2], sql[sql.Length / 3]);
    }
}
