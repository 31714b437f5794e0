using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Dkim;

/// <summary>Writes a DKIM-Signature field (RFC 6376 §3.5), relaxed in head and body, never with <c>l=</c>.</summary>
/// <param name="At">Seconds since 1970 UTC.</param>
public sealed record DkimSignature(string Domain, string Selector, DkimAlgorithm Algorithm, long At)
{
    private const int Width = 76;

    /// <param name="sign">Makes the signature of a SHA-256 hash (RFC 8463 §3: Ed25519 too signs the hash).</param>
    /// <returns>The field with its folds and CRLF.</returns>
    public byte[] Write(SignedFields fields, ReadOnlySpan<byte> bodyHash, Func<byte[], byte[]> sign)
    {
        var value = new FoldedValue("DKIM-Signature:".Length);
        value.Tag("v=1;");
        value.Tag(Algorithm == DkimAlgorithm.RsaSha256 ? "a=rsa-sha256;" : "a=ed25519-sha256;");
        value.Tag("c=relaxed/relaxed;");
        value.Tag($"d={Domain};");
        value.Tag($"s={Selector};");
        value.Tag($"t={At.ToString(CultureInfo.InvariantCulture)};");
        value.Tag("h=" + fields.Names + ";", breakAfter: ':');
        value.Tag($"bh={Convert.ToBase64String(bodyHash)};");
        value.Tag("b=");
        var signed = new ArrayBufferWriter<byte>(fields.Canonical.Length + 1024);
        signed.Write(fields.Canonical.Span);
        RelaxedField.Write("DKIM-Signature"u8, Encoding.ASCII.GetBytes(value.ToString()), signed);
        value.Text(Convert.ToBase64String(sign(SHA256.HashData(signed.WrittenSpan))));
        return Encoding.ASCII.GetBytes($"DKIM-Signature:{value}\r\n");
    }

    /// <summary>A field's value, folded between tags, and inside of them where white space means nothing.</summary>
    private sealed class FoldedValue(int column)
    {
        private readonly StringBuilder _text = new(512);
        private int _column = column;

        public void Tag(string tag, char? breakAfter = null)
        {
            if (_column + 1 + Math.Min(tag.Length, 40) > Width) Fold();
            else
            {
                _text.Append(' ');
                _column++;
            }

            if (breakAfter is not { } separator)
            {
                _text.Append(tag);
                _column += tag.Length;
                return;
            }

            foreach (var part in tag.Split(separator))
            {
                var last = part.EndsWith(';');
                if (_column + part.Length + 1 > Width) Fold();
                _text.Append(part).Append(last ? "" : separator);
                _column += part.Length + 1;
            }
        }

        public void Text(string text)
        {
            foreach (var octet in text)
            {
                if (_column >= Width) Fold();
                _text.Append(octet);
                _column++;
            }
        }

        public override string ToString() => _text.ToString();

        private void Fold()
        {
            _text.Append("\r\n\t");
            _column = 8;
        }
    }
}
