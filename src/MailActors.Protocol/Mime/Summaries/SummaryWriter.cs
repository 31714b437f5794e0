using System.Text;

namespace MailActors.Protocol.Mime.Summaries;

internal sealed class SummaryWriter(int capacity)
{
    private byte[] _octets = new byte[capacity];
    private int _written;

    public void Skip(int count) => _written += count;

    public void Number(long value)
    {
        Grow(10);
        var rest = (ulong)value;
        while (rest >= 0x80)
        {
            _octets[_written++] = (byte)(rest | 0x80);
            rest >>= 7;
        }

        _octets[_written++] = (byte)rest;
    }

    /// <summary>Small negative numbers stay small.</summary>
    public void Signed(long value) => Number((value << 1) ^ (value >> 63));

    public void Octets(ReadOnlySpan<byte> octets)
    {
        Number(octets.Length);
        Grow(octets.Length);
        octets.CopyTo(_octets.AsSpan(_written));
        _written += octets.Length;
    }

    public void Text(string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Number(length);
        Grow(length);
        _written += Encoding.UTF8.GetBytes(text, _octets.AsSpan(_written));
    }

    public byte[] Seal(byte version)
    {
        var sealedOctets = _octets.AsSpan(0, _written).ToArray();
        sealedOctets[0] = version;
        SummaryChecksum.Set(sealedOctets);
        return sealedOctets;
    }

    private void Grow(int count)
    {
        if (_octets.Length - _written < count) Array.Resize(ref _octets, Math.Max(_octets.Length * 2, _written + count));
    }
}
