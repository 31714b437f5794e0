namespace MailActors.Storage.Security;

/// <summary>Lets as many hashes run as there are cores: each takes its 19 MiB and a core for a good while, so two hundred log-ins at once
/// may make each other wait, but not the mail of everybody else (acceptance AU-07).</summary>
public sealed class HashingGate(SecuritySettings settings) : IDisposable
{
    private readonly SemaphoreSlim _free = new(Count(settings));
    private int _waiting;

    public int Hashers { get; } = Count(settings);

    /// <summary>No room left to wait in; the caller says "come back".</summary>
    public bool IsFull => Volatile.Read(ref _waiting) >= settings.MaxWaiting;

    public async Task<T> Run<T>(Func<T> hash, CancellationToken cancel)
    {
        Interlocked.Increment(ref _waiting);
        try
        {
            await _free.WaitAsync(cancel).ConfigureAwait(false);
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }

        try
        {
            // A thread of its own: on the pool, hashes would hold the few threads that everybody's mail runs on for as long as log-ins come.
            return await Task.Factory.StartNew(hash, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).ConfigureAwait(false);
        }
        finally
        {
            _free.Release();
        }
    }

    public void Dispose() => _free.Dispose();

    private static int Count(SecuritySettings settings) => settings.Hashers > 0 ? settings.Hashers : Environment.ProcessorCount;
}
