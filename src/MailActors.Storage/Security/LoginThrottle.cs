using System.Net;

namespace MailActors.Storage.Security;

/// <summary>Counts wrong log-ins by address and by account. An address that fails too often is refused before any hash; an account that many
/// addresses fail at is made slow for strangers and never locked, or anybody could lock anybody out (acceptance AU-04, AU-05).
/// Loopback counts like every other address. A success does not forgive failures: whoever has an account would guess on for ever.</summary>
internal sealed class LoginThrottle(SecuritySettings settings, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly LeastRecent<IPAddress, Failures> _addresses = new(settings.Remembered);
    private readonly LeastRecent<string, Failures> _accounts = new(settings.Remembered);
    private readonly LeastRecent<(string Login, IPAddress Network), bool> _trusted = new(settings.Remembered);

    /// <summary>When the failures were, the oldest first, no more than a day's limit.</summary>
    private sealed class Failures
    {
        public Queue<long> Times { get; } = new();

        /// <summary>Tries whose outcome isn't known: they count as failures until it is, or two hundred at once would all get through.</summary>
        public int Pending { get; set; }

        public Queue<TaskCompletionSource> Waiting { get; } = new();
    }

    public enum Verdict
    {
        Go,

        /// <summary>Too many tries of this address are under way: ask again when the task is done.</summary>
        Later,
        Refused,
    }

    /// <summary>May a log-in from here go to the hash? After Go, <see cref="Succeeded"/>, <see cref="Failed"/> or <see cref="Withdrawn"/> must follow.</summary>
    public Verdict Admit(IPAddress network, out Task later)
    {
        lock (_gate)
        {
            later = Task.CompletedTask;
            var failures = _addresses.TryGet(network, out var known) ? known : new Failures();
            if (known is null) _addresses.Put(network, failures);
            var (minute, day) = Recent(failures);
            if (minute >= settings.FailuresPerMinute || day >= settings.FailuresPerDay) return Verdict.Refused;
            if (minute + failures.Pending >= settings.FailuresPerMinute || day + failures.Pending >= settings.FailuresPerDay)
            {
                var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                failures.Waiting.Enqueue(turn);
                later = turn.Task;
                return Verdict.Later;
            }

            failures.Pending++;
            return Verdict.Go;
        }
    }

    /// <summary>How long a log-in to this account waits before it is looked at.</summary>
    public TimeSpan AccountDelay(string login, IPAddress network)
    {
        lock (_gate)
        {
            if (_trusted.TryGet((login, network), out _) || !_accounts.TryGet(login, out var failures)) return TimeSpan.Zero;
            Forget(failures, settings.AccountWindow);
            return failures.Times.Count < settings.AccountFailures ? TimeSpan.Zero : Delay(failures.Times.Count - settings.AccountFailures + 1);
        }
    }

    public void Succeeded(string login, IPAddress network)
    {
        lock (_gate)
        {
            Settle(network, all: false);
            _trusted.Put((login, network), true);
        }
    }

    public void Withdrawn(IPAddress network)
    {
        lock (_gate) Settle(network, all: false);
    }

    /// <summary>Counts a failure and tells how long its answer waits.</summary>
    public FailureNoted Failed(string login, IPAddress network)
    {
        lock (_gate)
        {
            Settle(network, all: true);
            var address = Count(_addresses, network, settings.FailuresPerDay);
            var account = Count(_accounts, login, settings.AccountFailures * 4);
            Forget(account, settings.AccountWindow);
            var (minute, day) = Recent(address);
            return new FailureNoted(
                Delay(minute),
                AddressRefused: minute == settings.FailuresPerMinute || day == settings.FailuresPerDay,
                AccountSlowed: account.Times.Count == settings.AccountFailures);
        }
    }

    private long Now => time.GetUtcNow().ToUnixTimeMilliseconds();

    private (int Minute, int Day) Recent(Failures failures)
    {
        Forget(failures, TimeSpan.FromDays(1));
        var minuteAgo = Now - 60_000;
        return (failures.Times.Count(at => at > minuteAgo), failures.Times.Count);
    }

    private void Forget(Failures failures, TimeSpan window)
    {
        var since = Now - (long)window.TotalMilliseconds;
        while (failures.Times.TryPeek(out var oldest) && oldest <= since) failures.Times.Dequeue();
    }

    private Failures Count<TKey>(LeastRecent<TKey, Failures> table, TKey key, int most) where TKey : notnull
    {
        if (!table.TryGet(key, out var failures)) table.Put(key, failures = new Failures());
        if (failures.Times.Count >= most) failures.Times.Dequeue();
        failures.Times.Enqueue(Now);
        return failures;
    }

    /// <param name="all">No slot came free: who waits may have to hear that it is refused.</param>
    private void Settle(IPAddress network, bool all)
    {
        if (!_addresses.TryGet(network, out var failures) || failures.Pending == 0) return;
        failures.Pending--;
        while (failures.Waiting.TryDequeue(out var next))
        {
            next.TrySetResult();
            if (!all) return;
        }
    }

    private TimeSpan Delay(int failures)
    {
        var delay = settings.FirstDelay * Math.Pow(2, Math.Min(failures, 10) - 1);
        return delay < settings.LongestDelay ? delay : settings.LongestDelay;
    }
}

/// <param name="AddressRefused">With this failure the address has reached its limit: for the log, once.</param>
/// <param name="AccountSlowed">With this failure the account has become slow: for the log, once.</param>
internal readonly record struct FailureNoted(TimeSpan Delay, bool AddressRefused, bool AccountSlowed);
