using System.Buffers;
using System.Buffers.Text;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Grows as IMAP answers are written into it.</summary>
internal sealed class WireBuffer(int capacity)
{
    private static readonly SearchValues<byte> Escaped = SearchValues.Create("\"\\"u8);

    private byte[] _bytes = new byte[capacity];

    public int Length { get; private set; }

    public ReadOnlySpan<byte> this[Range range] => _bytes.AsSpan(0, Length)[range];

    public byte[] ToArray() => _bytes.AsSpan(0, Length).ToArray();

    public WireBuffer Raw(ReadOnlySpan<byte> text)
    {
        text.CopyTo(Room(text.Length));
        Length += text.Length;
        return this;
    }

    public WireBuffer Number(long value)
    {
        Utf8Formatter.TryFormat(value, Room(20), out var written);
        Length += written;
        return this;
    }

    public WireBuffer Nil() => Raw("NIL"u8);

    public WireBuffer NString(bool present, ReadOnlySpan<byte> text) => present ? String(text) : Nil();

    /// <summary>Quoted when it may be, else a literal: a quoted string holds no 8-bit octets before IMAP4rev2 (RFC 3501 §4.3),
    /// a literal does everywhere.</summary>
    public WireBuffer String(ReadOnlySpan<byte> text)
    {
        if (text.IndexOfAnyExceptInRange((byte)0x20, (byte)0x7E) >= 0) return Literal(text);
        var room = Room(text.Length * 2 + 2);
        var written = 0;
        room[written++] = (byte)'"';
        if (text.IndexOfAny(Escaped) < 0)
        {
            text.CopyTo(room[written..]);
            written += text.Length;
        }
        else
        {
            foreach (var octet in text)
            {
                if (octet is (byte)'"' or (byte)'\\') room[written++] = (byte)'\\';
                room[written++] = octet;
            }
        }

        room[written++] = (byte)'"';
        Length += written;
        return this;
    }

    /// <summary>Keywords of MIME are the same in any case; answers show them in lower case.</summary>
    public WireBuffer LowerString(ReadOnlySpan<byte> text)
    {
        var start = Length;
        String(text);
        foreach (ref var octet in _bytes.AsSpan(start..Length))
            if (octet is >= (byte)'A' and <= (byte)'Z') octet |= 0x20;
        return this;
    }

    private WireBuffer Literal(ReadOnlySpan<byte> text)
    {
        Raw("{"u8).Number(text.Length).Raw("}\r\n"u8);
        var room = Room(text.Length);
        text.CopyTo(room);

        // RFC 9051 §9 char8: a literal holds any octet but NUL.
        room[..text.Length].Replace((byte)0, (byte)' ');
        Length += text.Length;
        return this;
    }

    private Span<byte> Room(int count)
    {
        if (_bytes.Length - Length < count) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, Length + count));
        return _bytes.AsSpan(Length);
    }
}
