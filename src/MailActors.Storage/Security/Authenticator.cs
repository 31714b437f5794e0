using System.Net;
using System.Security.Cryptography;
using System.Text;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Sasl;
using MailActors.Storage.Sqlite;
using Microsoft.Extensions.Logging;

namespace MailActors.Storage.Security;

/// <summary>Checks log-ins. For a login there isn't, and for a disabled account, the same work is done as for a wrong password, with the
/// parameters in use, so that neither words nor time tell which it was (acceptance AU-02).</summary>
public sealed partial class Authenticator : IAuthenticator
{
    private static readonly TimeSpan TurnTimeout = TimeSpan.FromSeconds(5);

    private readonly IDirectory _directory;
    private readonly CredentialStore _credentials;
    private readonly IPasswordHash _hash;
    private readonly PasswordKeeper _keeper;
    private readonly HashingGate _gate;
    private readonly SecuritySettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger<Authenticator> _log;
    private readonly LoginThrottle _throttle;
    private readonly VerifiedLogins _verified;
    private readonly string _dummy;
    private readonly byte[] _fakeSalts;

    private Authenticator(
        IDirectory directory, CredentialStore credentials, IPasswordHash hash, HashingGate gate, SecuritySettings settings, TimeProvider time,
        ILogger<Authenticator> log, byte[] fakeSalts)
    {
        (_directory, _credentials, _hash, _gate, _settings, _time, _log, _fakeSalts) = (directory, credentials, hash, gate, settings, time, log, fakeSalts);
        _keeper = new PasswordKeeper(hash, settings);
        _throttle = new LoginThrottle(settings, time);
        _verified = new VerifiedLogins(settings, time);

        // A dummy that doesn't parse would come back at once and give the unknown user away; this one is made like all others.
        _dummy = hash.Hash(Convert.ToHexString(RandomNumberGenerator.GetBytes(16)));
    }

    /// <summary>Throws StorageException.</summary>
    public static async Task<Authenticator> Create(
        IDirectory directory, SqliteDatabase database, IPasswordHash hash, HashingGate gate, SecuritySettings settings, TimeProvider time, ILogger<Authenticator> log)
    {
        var credentials = new CredentialStore(database);
        return new(directory, credentials, hash, gate, settings, time, log, await credentials.FakeSaltSecret().ConfigureAwait(false));
    }

    public async ValueTask<AuthResult> Verify(string login, string password, IPAddress remote, CancellationToken cancel)
    {
        var network = NetworkOf.Address(remote);
        var name = Name(login);
        if (await Admit(network, cancel).ConfigureAwait(false) is { } refusal) return refusal;
        var settled = false;
        try
        {
            if (_throttle.AccountDelay(name, network) is { Ticks: > 0 } delay) await Task.Delay(delay, _time, cancel).ConfigureAwait(false);
            var found = await _directory.FindAccount(login, cancel).ConfigureAwait(false);
            if (found is Lookup<Account>.CannotTell unknown) return new AuthResult.Unavailable(unknown.Reason);
            var account = (found as Lookup<Account>.Found)?.Value;

            var good = await IsRight(account, password, cancel).ConfigureAwait(false);
            if (good is null) return new AuthResult.Unavailable("Too many log-ins wait for a hasher.");
            settled = true;
            if (good.Value && account is { Disabled: false })
            {
                _throttle.Succeeded(name, network);
                return new AuthResult.Success(account);
            }

            return Failed(name, network);
        }
        catch (StorageException error)
        {
            return new AuthResult.Unavailable(error.Message);
        }
        finally
        {
            if (!settled) _throttle.Withdrawn(network);
        }
    }

    public async ValueTask<ScramLookup> ScramKeys(string login, IPAddress remote, CancellationToken cancel)
    {
        var network = NetworkOf.Address(remote);
        if (await Admit(network, cancel).ConfigureAwait(false) is { } refusal) return new(login, null, refusal);

        // No hash runs here and no outcome is promised: the failure is counted when the exchange ends.
        _throttle.Withdrawn(network);
        if (_throttle.AccountDelay(Name(login), network) is { Ticks: > 0 } delay) await Task.Delay(delay, _time, cancel).ConfigureAwait(false);
        try
        {
            return await _directory.FindAccount(login, cancel).ConfigureAwait(false) switch
            {
                Lookup<Account>.CannotTell unknown => new(login, null, new AuthResult.Unavailable(unknown.Reason)),
                Lookup<Account>.Found found when await _credentials.Read(found.Value.Id, cancel).ConfigureAwait(false) is { } credentials =>
                    new(login, Keys(credentials), null),
                _ => new(login, Fake(Name(login)), null),
            };
        }
        catch (StorageException error)
        {
            return new(login, null, new AuthResult.Unavailable(error.Message));
        }
    }

    public async ValueTask<AuthResult> ScramFinished(ScramLookup keys, bool proven, IPAddress remote, CancellationToken cancel)
    {
        var network = NetworkOf.Address(remote);
        var name = Name(keys.Login);

        // Asked again: of two hundred exchanges begun together only the first few may tell whether their password was right.
        if (await Admit(network, cancel).ConfigureAwait(false) is { } refusal) return refusal;
        if (!proven) return Failed(name, network);
        switch (await _directory.FindAccount(keys.Login, cancel).ConfigureAwait(false))
        {
            case Lookup<Account>.Found { Value: { Disabled: false } account }:
                _throttle.Succeeded(name, network);
                if (keys.Proven?.Of is { } app) await _credentials.AppPasswordUsed(account.Id, app, Now).ConfigureAwait(false);
                return new AuthResult.Success(account);
            case Lookup<Account>.CannotTell unknown:
                _throttle.Withdrawn(network);
                return new AuthResult.Unavailable(unknown.Reason);
            default:
                return Failed(name, network);
        }
    }

    private async ValueTask<AuthResult?> Admit(IPAddress network, CancellationToken cancel)
    {
        while (true)
        {
            switch (_throttle.Admit(network, out var later))
            {
                case LoginThrottle.Verdict.Go: return null;
                case LoginThrottle.Verdict.Refused: return new AuthResult.Throttled(_settings.LongestDelay);
            }

            // Whoever was woken in our stead may have gone away, so nobody waits for ever.
            await Task.WhenAny(later, Task.Delay(TurnTimeout, _time, cancel)).ConfigureAwait(false);
            cancel.ThrowIfCancellationRequested();
        }
    }

    /// <summary>Null: there is no hasher to be had.</summary>
    private async ValueTask<bool?> IsRight(Account? account, string password, CancellationToken cancel)
    {
        if (!OpaqueString.TryPrepare(password, out var prepared)) prepared = "";
        if (account is not null && _verified.Contains(account, prepared)) return true;
        if (_gate.IsFull) return null;
        var credentials = account is null ? null : await _credentials.Read(account.Id, cancel).ConfigureAwait(false);
        if (credentials is null)
        {
            await _gate.Run(() => _hash.Verify(prepared, _dummy), cancel).ConfigureAwait(false);
            return false;
        }

        var app = AppPassword(credentials, prepared);
        var good = app is not null || await _gate.Run(() => _hash.Verify(prepared, credentials.Password.Hash), cancel).ConfigureAwait(false);
        if (!good || account!.Disabled) return good;
        if (app is not null) await AppPasswordUsed(account.Id, app, credentials.Password.Scram, prepared, cancel).ConfigureAwait(false);
        else if (_keeper.IsOutdated(credentials.Password))
            await _credentials.Rehash(account.Id, account.CredentialVersion, await _gate.Run(() => _keeper.Keep(prepared, credentials.Password.Scram.Salt), cancel).ConfigureAwait(false)).ConfigureAwait(false);
        _verified.Add(account, prepared);
        return true;
    }

    /// <summary>The one time its text is here: keys that are missing, or made with other iterations, are made now.</summary>
    private async Task AppPasswordUsed(AccountId account, StoredAppPassword app, ScramKeys own, string password, CancellationToken cancel)
    {
        var scram = app.Scram?.IsSaltedLike(own) == true ? null : await _gate.Run(() => PasswordKeeper.ScramOfAppPassword(password, own), cancel).ConfigureAwait(false);
        await _credentials.AppPasswordUsed(account, app.Name, Now, scram).ConfigureAwait(false);
    }

    private static ScramKeys Keys(Credentials credentials)
    {
        var own = credentials.Password.Scram;
        return credentials.AppPasswords.Count == 0 ? own : own with { Others = [.. credentials.AppPasswords.Select(app => app.Scram).OfType<ScramKeys>().Where(own.IsSaltedLike)] };
    }

    private long Now => _time.GetUtcNow().ToUnixTimeSeconds();

    private static StoredAppPassword? AppPassword(Credentials credentials, string password)
    {
        if (credentials.AppPasswords.Count == 0) return null;
        var hash = PasswordKeeper.HashAppPassword(password);
        StoredAppPassword? match = null;
        foreach (var app in credentials.AppPasswords)
            if (CryptographicOperations.FixedTimeEquals(app.Hash, hash)) match = app;
        return match;
    }

    private AuthResult Failed(string name, IPAddress network)
    {
        var noted = _throttle.Failed(name, network);
        if (noted.AddressRefused) LogAddressRefused(_log, network);
        if (noted.AccountSlowed) LogAccountSlowed(_log, name);
        return noted.Delay > TimeSpan.Zero ? new AuthResult.Throttled(noted.Delay) : AuthResult.Failed.Instance;
    }

    /// <summary>Keys nobody can prove to hold, the same each time for the same login (RFC 5802 §5.1 asks for no less of a salt).</summary>
    private ScramKeys Fake(string name)
    {
        byte[] Make(string purpose) => HMACSHA256.HashData(_fakeSalts, Encoding.UTF8.GetBytes($"{purpose}\0{name}"));
        return new ScramKeys(Make("salt")[..16], _settings.ScramIterations, Make("stored"), Make("server"));
    }

    /// <summary>Bounded and fit for a log: not every caller has prepared it.</summary>
    private static string Name(string login) =>
        string.Concat((login.Length > 320 ? login[..320] : login).ToLowerInvariant().Select(c => char.IsControl(c) ? '?' : c));

    [LoggerMessage(Level = LogLevel.Warning, Message = "Log-ins from {Network} are refused for a while: too many were wrong.")]
    private static partial void LogAddressRefused(ILogger log, IPAddress network);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Log-ins to {Login} from unknown addresses are slowed: too many were wrong.")]
    private static partial void LogAccountSlowed(ILogger log, string login);
}
