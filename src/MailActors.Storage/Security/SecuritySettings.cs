namespace MailActors.Storage.Security;

/// <summary>How passwords are kept and how hard guessing is made.</summary>
public sealed record SecuritySettings
{
    /// <summary>KiB of memory of one argon2id hash. 19 MiB, 2 passes, 1 lane is what OWASP advises.</summary>
    public int ArgonMemory { get; init; } = 19 * 1024;

    public int ArgonPasses { get; init; } = 2;

    /// <summary>RFC 7677 §4 asks for 4,096 at least.</summary>
    public int ScramIterations { get; init; } = 10_000;

    /// <summary>Hashes under way at one time; 0: one for each core. Each takes <see cref="ArgonMemory"/>.</summary>
    public int Hashers { get; init; }

    /// <summary>Log-ins that may wait for a hasher; one more is told to come back.</summary>
    public int MaxWaiting { get; init; } = 2000;

    /// <summary>Wrong log-ins from one address (IPv6: one /64) that reach the hash in a minute.</summary>
    public int FailuresPerMinute { get; init; } = 10;

    public int FailuresPerDay { get; init; } = 50;

    /// <summary>How long the first wrong log-in waits for its answer; each further one twice as long, up to <see cref="LongestDelay"/>.</summary>
    public TimeSpan FirstDelay { get; init; } = TimeSpan.FromSeconds(2);

    public TimeSpan LongestDelay { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Wrong log-ins to one account, from wherever, in <see cref="AccountWindow"/>, before log-ins to it from strange addresses are slowed.</summary>
    public int AccountFailures { get; init; } = 20;

    public TimeSpan AccountWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Addresses and accounts with failures that are remembered; the longest quiet are forgotten first.</summary>
    public int Remembered { get; init; } = 100_000;

    /// <summary>For how long a password that was right needs no new hash.</summary>
    public TimeSpan RememberSuccess { get; init; } = TimeSpan.FromMinutes(30);

    public IEnumerable<string> Faults()
    {
        if (ArgonMemory is < 8192 or > 1 << 21) yield return "ArgonMemory is not between 8192 and 2097152 KiB: 19456 is advised.";
        if (ArgonPasses is < 1 or > 100) yield return "ArgonPasses is not between 1 and 100: 2 is advised.";
        if (ScramIterations is < 4096 or > 10_000_000) yield return "ScramIterations is not between 4096 (RFC 7677) and 10000000.";
        if (Hashers is < 0 or > 1024) yield return "Hashers is not between 0 (one for each core) and 1024.";
        if (MaxWaiting < 1) yield return "MaxWaiting must be positive.";
        if (FailuresPerMinute < 1 || FailuresPerDay < FailuresPerMinute) yield return "FailuresPerMinute must be positive and FailuresPerDay not below it.";
        if (FailuresPerDay > 100_000) yield return "FailuresPerDay is above 100000.";
        if (FirstDelay < TimeSpan.Zero || LongestDelay < FirstDelay) yield return "FirstDelay must not be negative and LongestDelay not below it.";
        if (LongestDelay > TimeSpan.FromMinutes(1)) yield return "LongestDelay is above a minute: clients give up before.";
        if (AccountFailures < 1 || AccountWindow <= TimeSpan.Zero) yield return "AccountFailures and AccountWindow must be positive.";
        if (Remembered < 1000) yield return "Remembered is below 1000: guessers would be forgotten too soon.";
        if (RememberSuccess < TimeSpan.Zero) yield return "RememberSuccess must not be negative.";
    }
}
