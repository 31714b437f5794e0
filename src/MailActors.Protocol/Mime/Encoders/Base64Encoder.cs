using System.Buffers.Text;

namespace MailActors.Protocol.Mime.Encoders;

/// <summary>RFC 2045 §6.8: every 57 octets become a line of 76. No line end behind the last line.</summary>
public sealed class Base64Encoder : TransferEncoder
{
    private const int Octets = 57;
    private const int Line = 76;

    private readonly byte[] _held = new byte[Octets];
    private int _count;
    private bool _any;

    public override string Name => "base64";

    public override int MaxOutput(int input) => (input + Octets + Octets) / Octets * (Line + 2);

    public override int Encode(ReadOnlySpan<byte> input, Span<byte> output, bool last)
    {
        var written = 0;
        while (_count + input.Length >= Octets)
        {
            var take = Octets - _count;
            input[..take].CopyTo(_held.AsSpan(_count));
            input = input[take..];
            _count = Octets;
            written += WriteLine(output[written..]);
        }

        input.CopyTo(_held.AsSpan(_count));
        _count += input.Length;
        if (last && _count > 0) written += WriteLine(output[written..]);
        return written;
    }

    private int WriteLine(Span<byte> output)
    {
        var start = 0;
        if (_any) // the line end goes in front, so that the last line has none
        {
            "\r\n"u8.CopyTo(output);
            start = 2;
        }

        Base64.EncodeToUtf8(_held.AsSpan(0, _count), output[start..], out _, out var length);
        _count = 0;
        _any = true;
        return start + length;
    }
}
