using System.Collections.Immutable;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Domain.Forwarding;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Srs;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Forwarding;

/// <summary>Return paths of one database. The secrets are in memory; a sender that is too long for a path of its own is on disk only. One change of
/// secrets at a time.</summary>
public sealed class SqliteReturnPaths : IReturnPaths, IForwardingSecrets
{
    private const int SecretOctets = 32;
    private const long Day = 86400;

    // A secret or a sender is of use until the last path made with it is too old, and the day ahead that nodes may differ.
    private const int DaysOfUse = SenderRewriting.MaxAge + 2;

    private readonly SqliteDatabase _database;
    private readonly TimeProvider _time;
    private readonly SemaphoreSlim _one = new(1);
    private ImmutableArray<StoredSecret> _secrets;
    private SenderRewriting _rewriting = null!;

    private SqliteReturnPaths(SqliteDatabase database, TimeProvider time, IReadOnlyList<StoredSecret> secrets)
    {
        (_database, _time) = (database, time);
        Use(secrets);
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    /// <summary>Makes the first secret when there is none.</summary>
    /// <exception cref="StorageException">The database can't be read.</exception>
    public static async Task<SqliteReturnPaths> Load(SqliteDatabase database, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var secrets = await database.Writer.Write(session =>
        {
            if (ForwardingRows.Secrets(session) is { Count: > 0 } known) return known;
            ForwardingRows.Insert(session, Make(now));
            return ForwardingRows.Secrets(session);
        }).ConfigureAwait(false);
        return new(database, time, secrets);
    }

    public async ValueTask<MailAddress> Rewrite(MailAddress sender, string domain, CancellationToken cancel)
    {
        var (rewriting, now) = (_rewriting, _time.GetUtcNow());
        if (rewriting.Rewrite(sender, domain, now) is { } path) return path;
        var (name, day) = (rewriting.NameOf(sender), now.ToUnixTimeSeconds() / Day);
        await _database.Writer.Write(session =>
        {
            ForwardingRows.Keep(session, name, sender, day, day - DaysOfUse);
            return true;
        }).ConfigureAwait(false);
        return rewriting.RewriteKept(name, domain, now);
    }

    public async ValueTask<ReturnPath> Read(MailAddress address, CancellationToken cancel)
    {
        switch (_rewriting.Read(address, _time.GetUtcNow()))
        {
            case SrsReading.NotRewritten: return ReturnPath.None.Instance;
            case SrsReading.Expired: return ReturnPath.Expired.Instance;
            case SrsReading.Original original: return new ReturnPath.To(original.Address);
            case SrsReading.Kept kept:
                try
                {
                    var sender = await _database.Readers.Read(session => ForwardingRows.Kept(session, kept.Name), cancel).ConfigureAwait(false);
                    return sender is null ? ReturnPath.Expired.Instance : new ReturnPath.To(sender);
                }
                catch (StorageException e)
                {
                    return new ReturnPath.CannotTell(e.Message);
                }

            default: return ReturnPath.Forged.Instance;
        }
    }

    public IReadOnlyList<ForwardingSecret> List() =>
        [.. _secrets.Select((secret, i) => new ForwardingSecret(secret.Created, i == 0 ? null : UsedUntil(i) + DaysOfUse * Day))];

    public async Task<ForwardingSecret> Rotate(CancellationToken cancel)
    {
        await _one.WaitAsync(cancel).ConfigureAwait(false);
        try
        {
            var (now, known) = (Now, _secrets);
            var made = Make(Math.Max(now, known[0].Created + 1));
            var over = known.Where((_, i) => i > 0 && UsedUntil(i) + DaysOfUse * Day < now).ToList();
            await _database.Writer.Write(session =>
            {
                ForwardingRows.Insert(session, made);
                foreach (var secret in over) ForwardingRows.Delete(session, secret);
                return true;
            }).ConfigureAwait(false);
            Use([made, .. known.Except(over)]);
            return new(made.Created, null);
        }
        finally
        {
            _one.Release();
        }
    }

    /// <summary>When the next newer one took over.</summary>
    private long UsedUntil(int i) => _secrets[i - 1].Created;

    private void Use(IReadOnlyList<StoredSecret> secrets)
    {
        _secrets = [.. secrets];
        _rewriting = new(new([.. secrets.Select(secret => (ReadOnlyMemory<byte>)secret.Octets)]));
    }

    private static StoredSecret Make(long now) => new(now, RandomNumberGenerator.GetBytes(SecretOctets));
}
