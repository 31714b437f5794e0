using System.Text;

namespace MailActors.Protocol.Mime.Summaries;

/// <summary>Reads what <see cref="SummaryWriter"/> wrote. After the first fault everything reads as nothing.</summary>
internal sealed class SummaryReader(ReadOnlyMemory<byte> rest)
{
    private ReadOnlyMemory<byte> _rest = rest;

    public bool Failed { get; private set; }

    public long Number()
    {
        var value = 0UL;
        var octets = _rest.Span;
        for (var i = 0; i < octets.Length && i < 10; i++)
        {
            value |= (ulong)(octets[i] & 0x7F) << (7 * i);
            if (octets[i] >= 0x80) continue;
            _rest = _rest[(i + 1)..];
            return (long)value;
        }

        Fail();
        return 0;
    }

    public long Signed()
    {
        var value = (ulong)Number();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlyMemory<byte> Octets()
    {
        var length = Number();
        if (length < 0 || length > _rest.Length)
        {
            Fail();
            return default;
        }

        var octets = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return octets;
    }

    public string Text() => Encoding.UTF8.GetString(Octets().Span);

    public string Keyword() => Structure.Keywords.Lower(Octets().Span);

    private void Fail()
    {
        Failed = true;
        _rest = default;
    }
}
