using System.Buffers;

namespace MailActors.Actors.Transport;

/// <summary>What a session has written and the connection has not taken yet. Small writes grow together, so that a pipelined batch of replies
/// is one segment on the wire; large ones are passed on without a copy.</summary>
internal sealed class OutputQueue(ArrayPool<byte> pool)
{
    private const int CopiedUpTo = 4096;

    // An idle connection holds no queue, only a null.
    private Queue<Outgoing>? _waiting;
    private OutgoingOctets? _tail;

    public int Length { get; private set; }

    public bool IsEmpty => _waiting is null;

    public void Append(ReadOnlyMemory<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Length += bytes.Length;
        if (_tail is not null && _tail.TryAppend(bytes.Span)) return;
        if (bytes.Length > CopiedUpTo)
        {
            Enqueue(new OutgoingOctets(bytes));
            _tail = null;
            return;
        }

        _tail = new OutgoingOctets(pool);
        _tail.TryAppend(bytes.Span);
        Enqueue(_tail);
    }

    public void Append(OutgoingHandshake handshake)
    {
        _tail = null;
        Enqueue(handshake);
    }

    public Outgoing Take()
    {
        var next = _waiting!.Dequeue();
        if (ReferenceEquals(next, _tail)) _tail = null;
        if (next is OutgoingOctets octets) Length -= octets.Bytes.Length;
        if (_waiting.Count == 0) _waiting = null;
        return next;
    }

    public void Clear()
    {
        while (!IsEmpty)
            if (Take() is OutgoingOctets octets)
                octets.Release();
    }

    private void Enqueue(Outgoing one) => (_waiting ??= new Queue<Outgoing>(2)).Enqueue(one);
}
