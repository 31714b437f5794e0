using System.Buffers;
using System.Security.Cryptography;

namespace MailActors.Protocol.Dkim;

/// <summary>The hash of a body in relaxed canonical form (RFC 6376 §3.4.4), fed in pieces of any size: white space at the end of a line goes,
/// runs of it become one space, empty lines at the end go.</summary>
public sealed class RelaxedBody : IDisposable
{
    private static readonly SearchValues<byte> Special = SearchValues.Create(" \t\r\n"u8);
    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _output = new byte[4096];
    private int _length;
    private long _newlines;
    private bool _space;
    private bool _cr;
    private bool _any;

    public void Append(ReadOnlySpan<byte> body)
    {
        while (!body.IsEmpty)
        {
            var run = body.IndexOfAny(Special);
            if (run < 0) run = body.Length;
            if (run > 0)
            {
                Settle();
                Write(body[..run]);
                body = body[run..];
                continue;
            }

            var octet = body[0];
            body = body[1..];
            if (octet == '\n' && _cr)
            {
                (_cr, _space) = (false, false);
                _newlines++;
                continue;
            }

            if (_cr) Settle();
            if (octet == '\r') _cr = true;
            else if (octet == '\n') WriteOne(octet);
            else _space = true;
        }
    }

    /// <summary>The hash, once: nothing can be appended after it.</summary>
    public byte[] Finish()
    {
        if (_cr) Settle();
        if (_any) Write("\r\n"u8); // the last line ends with one CRLF, whether it was there or not
        Flush();
        return _hash.GetHashAndReset();
    }

    public void Dispose() => _hash.Dispose();

    /// <summary>What was held back turns out not to be at an end: it is written.</summary>
    private void Settle()
    {
        for (; _newlines > 0; _newlines--) Write("\r\n"u8);
        if (_space) Write(" "u8);
        _space = false;
        if (!_cr) return;
        _cr = false; // a lone CR is an octet like others
        WriteOne((byte)'\r');
    }

    private void WriteOne(byte octet)
    {
        Settle();
        Write([octet]);
    }

    private void Write(ReadOnlySpan<byte> octets)
    {
        _any = true;
        if (octets.Length > _output.Length - _length) Flush();
        if (octets.Length > _output.Length) _hash.AppendData(octets);
        else
        {
            octets.CopyTo(_output.AsSpan(_length));
            _length += octets.Length;
        }
    }

    private void Flush()
    {
        _hash.AppendData(_output, 0, _length);
        _length = 0;
    }
}
