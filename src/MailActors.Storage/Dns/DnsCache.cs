using DnsClient;
using DnsClient.Protocol;
using MailActors.Domain.Dns;
using MailActors.Storage.Security;

namespace MailActors.Storage.Dns;

/// <summary>Keeps answers for their time to live in a bounded table. Who asks what is being asked already waits for the same answer; questions under
/// way are bounded, and waiting holds no thread.</summary>
internal sealed class DnsCache(DnsSettings settings, TimeProvider time) : IDisposable
{
    /// <summary>Octets of an answer that is worth a place; 64 KB of a stranger's text is not.</summary>
    private const int MostOctets = 4096;

    private readonly DnsQuestions _questions = new(settings, time);
    private readonly SemaphoreSlim _free = new(settings.MaxQuestions);
    private readonly Lock _gate = new();
    private readonly LeastRecent<(string Name, QueryType Type), (DnsAnswer<DnsResourceRecord> Answer, DateTimeOffset Until)> _kept = new(settings.CacheSize);
    private readonly Dictionary<(string Name, QueryType Type), Task<DnsAnswer<DnsResourceRecord>>> _asked = [];

    /// <exception cref="OperationCanceledException">The caller waits no longer; the question goes on and its answer is kept.</exception>
    public Task<DnsAnswer<DnsResourceRecord>> Ask(string name, QueryType type, CancellationToken cancel)
    {
        var key = (name, type);
        Task<DnsAnswer<DnsResourceRecord>>? task;
        lock (_gate)
        {
            if (_kept.TryGet(key, out var kept) && kept.Until > time.GetUtcNow()) return Task.FromResult(kept.Answer);
            if (!_asked.TryGetValue(key, out task)) _asked.Add(key, task = Task.Run(() => AskAndKeep(key), CancellationToken.None));
        }

        return task.WaitAsync(cancel);
    }

    public void Dispose() => _free.Dispose();

    private async Task<DnsAnswer<DnsResourceRecord>> AskAndKeep((string Name, QueryType Type) key)
    {
        await _free.WaitAsync().ConfigureAwait(false);
        try
        {
            var (answer, ttl) = await _questions.Ask(key.Name, key.Type).ConfigureAwait(false);
            lock (_gate)
                if (ttl > TimeSpan.Zero && SizeOf(answer) <= MostOctets) _kept.Put(key, (answer, time.GetUtcNow() + ttl));
            return answer;
        }
        finally
        {
            lock (_gate) _asked.Remove(key);
            _free.Release();
        }
    }

    private static int SizeOf(DnsAnswer<DnsResourceRecord> answer) => answer is DnsAnswer<DnsResourceRecord>.Found found ? found.Records.Sum(r => r.RawDataLength) : 0;
}
