using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace MailActors.Storage.Sqlite;

/// <summary>A prepared statement kept by its <see cref="SqliteSession"/>. It goes straight to the engine: the hot ways of the store
/// bind spans and allocate nothing. Disposing it gives it back for the next use. Parameters count from 1, columns from 0.</summary>
public sealed class Statement : IDisposable
{
    private readonly sqlite3 _database;
    private readonly sqlite3_stmt _handle;
    private bool _busy;

    internal Statement(sqlite3 database, string sql)
    {
        _database = database;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out _handle));
    }

    public Statement Bind(int index, long value)
    {
        Check(raw.sqlite3_bind_int64(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, string value)
    {
        Check(raw.sqlite3_bind_text(_handle, index, value));
        return this;
    }

    public Statement Bind(int index, ReadOnlySpan<byte> value)
    {
        Check(value.IsEmpty ? raw.sqlite3_bind_zeroblob(_handle, index, 0) : raw.sqlite3_bind_blob(_handle, index, value));
        return this;
    }

    public Statement BindNull(int index)
    {
        Check(raw.sqlite3_bind_null(_handle, index));
        return this;
    }

    /// <summary>True while there is a row to read.</summary>
    public bool Step()
    {
        var code = raw.sqlite3_step(_handle);
        if (code == raw.SQLITE_ROW) return true;
        if (code != raw.SQLITE_DONE) Check(code);
        return false;
    }

    /// <summary>Runs to the end and returns the rows changed.</summary>
    public int Run()
    {
        while (Step()) { }
        return raw.sqlite3_changes(_database);
    }

    /// <summary>Valid until the next step.</summary>
    public ReadOnlySpan<byte> Blob(int column) => raw.sqlite3_column_blob(_handle, column);

    public long Long(int column) => raw.sqlite3_column_int64(_handle, column);

    public int Int(int column) => raw.sqlite3_column_int(_handle, column);

    public string Text(int column) => raw.sqlite3_column_text(_handle, column).utf8_to_string() ?? "";

    public bool IsNull(int column) => raw.sqlite3_column_type(_handle, column) == raw.SQLITE_NULL;

    public void Dispose()
    {
        // The result of a reset repeats the error of the last step, which has been reported.
        _ = raw.sqlite3_reset(_handle);
        _ = raw.sqlite3_clear_bindings(_handle);
        _busy = false;
    }

    internal Statement Take()
    {
        if (_busy) throw new InvalidOperationException("The statement is in use.");
        _busy = true;
        return this;
    }

    internal void Close() => _handle.Dispose();

    private void Check(int code)
    {
        if (code == raw.SQLITE_OK) return;
        var extended = raw.sqlite3_extended_errcode(_database);
        throw new SqliteException(raw.sqlite3_errmsg(_database).utf8_to_string(), code & 0xff, extended);
    }
}
