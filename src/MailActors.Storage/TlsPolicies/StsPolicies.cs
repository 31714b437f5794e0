using MailActors.Domain.Blobs;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using MailActors.Storage.Security;

namespace MailActors.Storage.TlsPolicies;

/// <summary>RFC 8461 §3, §5.1. Invariants: (1) a policy that was once fetched is used until it ends or another one is fetched, whatever DNS and the
/// policy host do meanwhile; (2) all who ask for a domain wait for one fetch; (3) a fetch that failed is not repeated for a while, so that neither a
/// domain without a policy nor one whose host is dead costs anything per message. For all threads.</summary>
public sealed class StsPolicies(IDnsLookups dns, IStsPolicyHosts hosts, IStsPolicyStore store, ITlsTally tally, StsSettings settings, TimeProvider time)
    : IStsPolicies, IAsyncDisposable
{
    /// <summary>Domains whose policies, or lack of any, are remembered without the database.</summary>
    private const int MostRemembered = 20_000;

    private readonly Lock _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _free = new(settings.MaxFetches);
    private readonly LeastRecent<string, KeptStsPolicy?> _kept = new(MostRemembered);
    private readonly LeastRecent<string, Failure> _failures = new(MostRemembered);
    private readonly Dictionary<string, Task<StsFinding>> _fetches = [];

    public async ValueTask<StsFinding> For(string domain, CancellationToken cancel)
    {
        domain = domain.ToLowerInvariant();
        var (id, why, uncertain) = await RecordId(domain, cancel).ConfigureAwait(false);
        var kept = await Kept(domain, cancel).ConfigureAwait(false);
        // RFC 8461 §5.1: a record that is gone or can't be had takes no policy away.
        if (id is null) return kept is null ? new(null, why, uncertain) : new(kept, $"{Words(kept)}; {why}");
        if (kept?.Id == id)
        {
            if (IsDue(kept)) _ = Fetch(domain, id, kept);
            return new(kept, Words(kept));
        }

        return await Fetch(domain, id, kept).WaitAsync(cancel).ConfigureAwait(false);
    }

    /// <summary>Ends what is being fetched.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        Task[] fetches;
        lock (_gate) fetches = [.. _fetches.Values];
        await Task.WhenAll(fetches).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _free.Dispose();
        _stop.Dispose();
    }

    private async ValueTask<(string? Id, string Why, bool IsUncertain)> RecordId(string domain, CancellationToken cancel) =>
        await dns.Texts($"_mta-sts.{domain}", cancel).ConfigureAwait(false) switch
        {
            DnsAnswer<string>.Found found when StsRecord.IdOf(found.Records) is { } id => (id, "", false),
            DnsAnswer<string>.Found => (null, "no MTA-STS record that can be read", false),
            DnsAnswer<string>.CannotTell unknown => (null, $"the MTA-STS record can't be had ({unknown.Why})", true),
            _ => (null, "no MTA-STS record", false),
        };

    /// <summary>Null: there is none, or it has ended.</summary>
    private async ValueTask<KeptStsPolicy?> Kept(string domain, CancellationToken cancel)
    {
        KeptStsPolicy? kept;
        bool known;
        lock (_gate) known = _kept.TryGet(domain, out kept);
        if (!known)
        {
            kept = await store.Find(domain, cancel).ConfigureAwait(false);
            lock (_gate)
            {
                // What was fetched meanwhile is newer than what was read.
                if (_kept.TryGet(domain, out var newer)) kept = newer;
                else _kept.Put(domain, kept);
            }
        }

        return kept is not null && kept.Until > Now() ? kept : null;
    }

    private bool IsDue(KeptStsPolicy kept) => Now() - kept.FetchedAt >= Math.Min((long)settings.RefreshAfter.TotalSeconds, kept.Policy.MaxAge / 2);

    /// <summary>The fetch that is under way, or a new one, unless the last one has just failed.</summary>
    private Task<StsFinding> Fetch(string domain, string id, KeptStsPolicy? kept)
    {
        lock (_gate)
        {
            if (_failures.TryGet(domain, out var failure) && failure.Id == id && failure.Until > time.GetUtcNow()) return Task.FromResult(Without(kept, failure.Why));
            if (!_fetches.TryGetValue(domain, out var fetch)) _fetches.Add(domain, fetch = Task.Run(() => FetchAndKeep(domain, id, kept), CancellationToken.None));
            return fetch;
        }
    }

    private async Task<StsFinding> FetchAndKeep(string domain, string id, KeptStsPolicy? before)
    {
        try
        {
            await _free.WaitAsync(_stop.Token).ConfigureAwait(false);
            StsFetch fetched;
            try
            {
                fetched = await hosts.Fetch(domain, _stop.Token).ConfigureAwait(false);
            }
            finally
            {
                _free.Release();
            }

            if (fetched is StsFetch.Failed failed)
            {
                tally.Count(new(TlsPolicyKind.Sts, domain), "", failed.Failure);
                lock (_gate) _failures.Put(domain, new(id, failed.Why, time.GetUtcNow() + settings.RetryAfter));
                return Without(before, failed.Why);
            }

            var kept = new KeptStsPolicy(id, ((StsFetch.Fetched)fetched).Policy, Now());
            lock (_gate)
            {
                _kept.Put(domain, kept);
                _failures.Remove(domain);
            }

            await Store(domain, kept).ConfigureAwait(false);
            return new(kept, Words(kept));
        }
        finally
        {
            lock (_gate) _fetches.Remove(domain);
        }
    }

    private async ValueTask Store(string domain, KeptStsPolicy kept)
    {
        try
        {
            await store.Keep(domain, kept, CancellationToken.None).ConfigureAwait(false);
        }
        catch (StorageException)
        {
            // It is kept in memory, which is enough for now; it will be fetched again before it ends.
        }
    }

    private static StsFinding Without(KeptStsPolicy? kept, string why) => kept is null
        ? new(null, $"the MTA-STS policy can't be had: {why}", IsUncertain: true)
        : new(kept, $"{Words(kept)}; the new one can't be had: {why}");

    private static string Words(KeptStsPolicy kept) =>
        $"MTA-STS {kept.Policy.Mode.ToString().ToLowerInvariant()}, kept until {DateTimeOffset.FromUnixTimeSeconds(kept.Until):yyyy-MM-dd HH:mm}";

    private long Now() => time.GetUtcNow().ToUnixTimeSeconds();

    private sealed record Failure(string Id, string Why, DateTimeOffset Until);
}
