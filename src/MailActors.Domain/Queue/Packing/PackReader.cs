using System.Text;

namespace MailActors.Domain.Queue.Packing;

/// <summary>Takes what a <see cref="PackWriter"/> of this process has put, in the same order.</summary>
internal ref struct PackReader(ReadOnlySpan<byte> octets)
{
    private ReadOnlySpan<byte> _left = octets;

    public long Number()
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var octet = _left[0];
            _left = _left[1..];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80) return (long)(value >> 1) ^ -(long)(value & 1);
        }
    }

    public int Int() => (int)Number();

    public long? NumberOrNone() => Number() == 0 ? null : Number();

    public ReadOnlySpan<byte> Octets(int length)
    {
        var taken = _left[..length];
        _left = _left[length..];
        return taken;
    }

    public string? TextOrNone() => Int() is > 0 and var length ? Encoding.UTF8.GetString(Octets(length - 1)) : null;

    public string Text() => TextOrNone() ?? "";
}
