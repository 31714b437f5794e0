using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;

namespace MailActors.Storage.Accounts;

/// <summary>Many new accounts at once: the passwords are hashed on all cores (that is nearly all of the time), then all rows are written in one
/// transaction. Each row has its own result.</summary>
internal sealed class AccountImport(DirectoryIndex index, PasswordKeeper passwords, HashingGate gate)
{
    private Result<Account>[] _results = [];
    private Row?[] _rows = [];

    private sealed record Row(MailAddress Address, long? Quota, string Password, StoredPassword? Stored);

    public IReadOnlyList<Result<Account>> Results => _results;

    public async Task Prepare(IReadOnlyList<NewAccount> accounts, IProgress<int>? progress, CancellationToken cancel)
    {
        _results = new Result<Account>[accounts.Count];
        _rows = new Row?[accounts.Count];
        for (var i = 0; i < accounts.Count; i++) Check(i, accounts[i]);

        var done = 0;
        var options = new ParallelOptions { MaxDegreeOfParallelism = gate.Hashers, CancellationToken = cancel };
        await Parallel.ForEachAsync(Enumerable.Range(0, _rows.Length), options, async (i, stop) =>
        {
            if (_rows[i] is { } row) _rows[i] = row with { Password = "", Stored = await gate.Run(() => passwords.Keep(row.Password), stop) };
            progress?.Report(Interlocked.Increment(ref done));
        });
    }

    /// <summary>Inside the writer's transaction. May run twice.</summary>
    public IReadOnlyList<Account> Insert(SqliteSession session, Func<MailAddress, long?, Account> make)
    {
        var made = new List<Account>(_rows.Length);
        var keys = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < _rows.Length; i++)
        {
            if (_rows[i] is not { Stored: { } stored } row) continue;
            if (DirectoryChecks.NewAddress(index, row.Address) is { } fault) _results[i] = fault;
            else if (!keys.Add(row.Address.Key)) _results[i] = DirectoryRejection.AddressTaken;
            else
            {
                var account = DirectoryRows.Insert(session, make(row.Address, row.Quota), stored);
                _results[i] = account;
                made.Add(account);
            }
        }

        return made;
    }

    private void Check(int i, NewAccount account)
    {
        if (!AddressParser.TryParse(account.Address, out var address)) _results[i] = DirectoryRejection.InvalidAddress;
        else if (DirectoryChecks.NewAddress(index, address) is { } fault) _results[i] = fault;
        else if (account.QuotaBytes < 0) _results[i] = DirectoryRejection.InvalidQuota;
        else if (!OpaqueString.TryPrepare(account.Password, out var prepared)) _results[i] = DirectoryRejection.UnusablePassword;
        else _rows[i] = new Row(address, account.QuotaBytes, prepared, null);
    }
}
