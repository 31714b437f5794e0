using System.Security.Cryptography;
using System.Text;
using MailActors.Domain.Directory;

namespace MailActors.Storage.Security;

/// <summary>Remembers for a while which passwords were right, so that five thousand clients that log in every minute don't cost as many slow hashes.
/// Holds no password: only an HMAC under a key that lives and dies with the process. Account and credential version are in it, so that a changed
/// password is dead at once and one user's entry never lets in another (acceptance AU-11).</summary>
internal sealed class VerifiedLogins(SecuritySettings settings, TimeProvider time)
{
    private readonly byte[] _key = RandomNumberGenerator.GetBytes(32);
    private readonly Lock _gate = new();
    private readonly LeastRecent<UInt128, long> _until = new(settings.Remembered);

    public bool Contains(Account account, string password)
    {
        var mark = Mark(account, password);
        lock (_gate)
        {
            if (!_until.TryGet(mark, out var until)) return false;
            if (time.GetUtcNow().ToUnixTimeMilliseconds() < until) return true;
            _until.Remove(mark);
            return false;
        }
    }

    public void Add(Account account, string password)
    {
        var mark = Mark(account, password);
        lock (_gate) _until.Put(mark, (time.GetUtcNow() + settings.RememberSuccess).ToUnixTimeMilliseconds());
    }

    private UInt128 Mark(Account account, string password)
    {
        using var hmac = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, _key);
        hmac.AppendData(BitConverter.GetBytes(account.Id.Value));
        hmac.AppendData(BitConverter.GetBytes(account.CredentialVersion));
        hmac.AppendData(Encoding.UTF8.GetBytes(password));
        var mark = hmac.GetHashAndReset();
        return BitConverter.ToUInt128(mark);
    }
}
