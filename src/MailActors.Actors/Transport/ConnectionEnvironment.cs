using System.Buffers;

namespace MailActors.Actors.Transport;

/// <summary>What the connections of one node share: settings, the clock of their deadlines, and the buffers they hold only while there is data.</summary>
public sealed class ConnectionEnvironment(TransportSettings settings, TimeProvider time) : IDisposable
{
    public const int BufferSize = 32 * 1024;

    // What the pool keeps is bounded (8 MB); what a burst takes beyond that goes to the collector.
    private const int BuffersKept = 256;

    public TransportSettings Settings { get; } = settings;

    internal DeadlineClock Deadlines { get; } = new(time);

    internal ArrayPool<byte> Buffers { get; } = ArrayPool<byte>.Create(BufferSize, BuffersKept);

    public void Dispose() => Deadlines.Dispose();
}
