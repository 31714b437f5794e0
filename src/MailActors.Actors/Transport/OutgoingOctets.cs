using System.Buffers;

namespace MailActors.Actors.Transport;

/// <summary>Octets to send: many small replies in one pooled buffer, or one large answer as it was given.</summary>
internal sealed class OutgoingOctets : Outgoing
{
    private readonly ArrayPool<byte>? _pool;
    private readonly byte[]? _buffer;
    private readonly ReadOnlyMemory<byte> _given;
    private int _length;

    public OutgoingOctets(ReadOnlyMemory<byte> given) => _given = given;

    public OutgoingOctets(ArrayPool<byte> pool)
    {
        _pool = pool;
        _buffer = pool.Rent(ConnectionEnvironment.BufferSize);
    }

    public ReadOnlyMemory<byte> Bytes => _buffer is null ? _given : _buffer.AsMemory(0, _length);

    public bool TryAppend(ReadOnlySpan<byte> bytes)
    {
        if (_buffer is null || _buffer.Length - _length < bytes.Length) return false;
        bytes.CopyTo(_buffer.AsSpan(_length));
        _length += bytes.Length;
        return true;
    }

    public void Release()
    {
        if (_buffer is not null) _pool!.Return(_buffer);
    }
}
