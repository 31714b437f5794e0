using System.Net;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote;

/// <param name="Source">The local address it was opened from; null: the system's choice.</param>
public sealed record ConnectionKey(string Destination, TlsNeed Tls, IPAddress? Source);

/// <summary>Open connections of this node that nobody uses just now, kept for a moment: the next message to the same destination may come from
/// another partition. For all threads.</summary>
public sealed class ConnectionCache(CourierSettings settings, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<ConnectionKey, Stack<Kept>> _kept = [];
    private readonly Queue<Kept> _byAge = [];
    private int _count;
    private bool _closed;
    private ITimer? _timer;

    public int Count
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    /// <summary>The one used last; null when there is none.</summary>
    public IOutboundConnection? Take(ConnectionKey key)
    {
        lock (_lock)
        {
            if (!_kept.TryGetValue(key, out var stack)) return null;
            var kept = stack.Pop();
            if (stack.Count == 0) _kept.Remove(key);
            kept.IsTaken = true;
            _count--;
            return kept.Connection;
        }
    }

    /// <summary>From now on the connection is the cache's to close.</summary>
    public void Keep(ConnectionKey key, IOutboundConnection connection)
    {
        var keep = false;
        lock (_lock)
        {
            if (!_closed && connection.IsUsable && _count < settings.MaxKept && settings.KeepConnection > TimeSpan.Zero)
            {
                keep = true;
                _count++;
                var kept = new Kept(key, connection, time.GetUtcNow() + settings.KeepConnection);
                if (!_kept.TryGetValue(key, out var stack)) _kept[key] = stack = [];
                stack.Push(kept);
                _byAge.Enqueue(kept);
                _timer ??= time.CreateTimer(_ => CloseOld(), null, settings.KeepConnection, settings.KeepConnection);
            }
        }

        if (!keep) _ = Close(connection);
    }

    public async ValueTask DisposeAsync()
    {
        List<IOutboundConnection> open;
        lock (_lock)
        {
            _closed = true;
            _timer?.Dispose();
            open = [.. _kept.Values.SelectMany(s => s).Select(k => k.Connection)];
            _kept.Clear();
            _byAge.Clear();
            _count = 0;
        }

        await Task.WhenAll(open.Select(Close)).ConfigureAwait(false);
    }

    private void CloseOld()
    {
        var old = new List<IOutboundConnection>();
        lock (_lock)
        {
            var now = time.GetUtcNow();
            while (_byAge.TryPeek(out var first) && (first.IsTaken || first.Until <= now))
            {
                _byAge.Dequeue();
                if (first.IsTaken) continue;
                // The oldest of its kind lies at the bottom of the stack.
                var rest = _kept[first.Key].Where(k => k != first).Reverse().ToList();
                if (rest.Count == 0) _kept.Remove(first.Key);
                else _kept[first.Key] = new(rest);
                _count--;
                old.Add(first.Connection);
            }
        }

        foreach (var connection in old) _ = Close(connection);
    }

    /// <summary>Says QUIT where that is still possible; what comes of it is nobody's business any more.</summary>
    internal static async Task Close(IOutboundConnection connection)
    {
        try
        {
            await connection.DisposeAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException or OperationCanceledException or System.Net.Sockets.SocketException)
        {
            // It was broken; now it is closed too.
        }
    }

    private sealed class Kept(ConnectionKey key, IOutboundConnection connection, DateTimeOffset until)
    {
        public ConnectionKey Key { get; } = key;

        public IOutboundConnection Connection { get; } = connection;

        public DateTimeOffset Until { get; } = until;

        public bool IsTaken { get; set; }
    }
}
