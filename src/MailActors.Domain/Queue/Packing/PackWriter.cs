using System.Buffers;
using System.Text;

namespace MailActors.Domain.Queue.Packing;

/// <summary>Puts values one behind the other: numbers as LEB128 with the sign in the lowest bit, texts as UTF-8 behind their length plus one, 0 for none.</summary>
internal sealed class PackWriter
{
    private readonly ArrayBufferWriter<byte> _octets = new(256);

    public byte[] ToArray() => _octets.WrittenSpan.ToArray();

    public void Number(long value)
    {
        var left = (ulong)(value << 1 ^ value >> 63);
        var span = _octets.GetSpan(10);
        var length = 0;
        for (; left >= 0x80; left >>= 7) span[length++] = (byte)(left | 0x80);
        span[length++] = (byte)left;
        _octets.Advance(length);
    }

    public void NumberOrNone(long? value)
    {
        Flags(value is not null);
        if (value is { } there) Number(there);
    }

    public void Flags(params ReadOnlySpan<bool> flags)
    {
        var bits = 0;
        for (var i = 0; i < flags.Length; i++)
            if (flags[i]) bits |= 1 << i;
        Number(bits);
    }

    public void Octets(ReadOnlySpan<byte> octets) => _octets.Write(octets);

    public void Text(string? text)
    {
        if (text is null)
        {
            Number(0);
            return;
        }

        var length = Encoding.UTF8.GetByteCount(text);
        Number(length + 1);
        Encoding.UTF8.GetBytes(text, _octets.GetSpan(length));
        _octets.Advance(length);
    }
}
