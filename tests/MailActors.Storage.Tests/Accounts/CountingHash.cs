using MailActors.Storage.Security;

namespace MailActors.Storage.Tests.Accounts;

/// <summary>No hash at all, but it counts how often it was asked and how many asked at the same time.</summary>
internal sealed class CountingHash : IPasswordHash
{
    private int _verified, _running, _most;

    public int Verified => Volatile.Read(ref _verified);

    public int MostAtOnce => Volatile.Read(ref _most);

    public string Prefix { get; set; } = "v1:";

    /// <summary>Set: verifications wait for it.</summary>
    public ManualResetEventSlim? Hold { get; set; }

    public string Hash(string password) => Prefix + password;

    public bool Verify(string password, string hash)
    {
        Interlocked.Increment(ref _verified);
        var running = Interlocked.Increment(ref _running);
        for (var most = MostAtOnce; running > most; most = MostAtOnce) Interlocked.CompareExchange(ref _most, running, most);
        Hold?.Wait();
        Interlocked.Decrement(ref _running);
        return hash[3..] == password;
    }

    public bool IsOutdated(string hash) => !hash.StartsWith(Prefix, StringComparison.Ordinal);
}
