using System.Collections.Immutable;
using MailActors.Domain.Signing;
using MailActors.Protocol.Dkim;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Signing;

internal static class DkimKeyRows
{
    public static ImmutableArray<StoredKey> LoadAll(SqliteSession session)
    {
        var keys = ImmutableArray.CreateBuilder<StoredKey>();
        using var rows = session.Use("SELECT domain, selector, algorithm, public_key, private_key, state, created FROM dkim_keys");
        while (rows.Step())
        {
            var algorithm = (DkimAlgorithm)rows.Int(2);
            var key = new DkimKey(rows.Text(0), rows.Text(1), algorithm, [.. rows.Blob(3)], (DkimKeyState)rows.Int(5), rows.Long(6));
            keys.Add(new(key, SigningKey.Of(algorithm, rows.Blob(4).ToArray())));
        }

        return keys.ToImmutable();
    }

    public static bool Insert(SqliteSession session, StoredKey stored)
    {
        var key = stored.Key;
        using var insert = session.Use("INSERT INTO dkim_keys(domain, selector, algorithm, public_key, private_key, state, created) VALUES (?, ?, ?, ?, ?, ?, ?)");
        return insert.Bind(1, key.Domain).Bind(2, key.Selector).Bind(3, (int)key.Algorithm).Bind(4, key.PublicKey.AsSpan())
            .Bind(5, stored.Private.PrivateKey).Bind(6, (int)key.State).Bind(7, key.Created).Run() > 0;
    }

    public static int SetState(SqliteSession session, IEnumerable<DkimKey> keys)
    {
        var changed = 0;
        foreach (var key in keys)
        {
            using var update = session.Use("UPDATE dkim_keys SET state = ? WHERE domain = ? AND selector = ?");
            changed += update.Bind(1, (int)key.State).Bind(2, key.Domain).Bind(3, key.Selector).Run();
        }

        return changed;
    }

    public static int Delete(SqliteSession session, DkimKey key)
    {
        using var delete = session.Use("DELETE FROM dkim_keys WHERE domain = ? AND selector = ?");
        return delete.Bind(1, key.Domain).Bind(2, key.Selector).Run();
    }
}

internal sealed record StoredKey(DkimKey Key, SigningKey Private);
