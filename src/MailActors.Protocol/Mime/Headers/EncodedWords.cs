using System.Buffers.Text;
using System.Text;
using MailActors.Protocol.Mime.Decoding;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>Decodes header text (RFC 2047 §6): encoded words, the white space between two of them dropped, and raw UTF-8.
/// What can't be decoded stays as it is. One pass; never fails.</summary>
public static class EncodedWords
{
    public static string Decode(ReadOnlySpan<byte> text)
    {
        if (text.IndexOf("=?"u8) < 0) return Charsets.DecodeUnlabelled(text);
        var into = new StringBuilder(text.Length);
        var run = new EncodedRun(into);
        var plain = text;
        var plainLength = 0;
        while (plainLength < plain.Length)
        {
            var next = plain[plainLength..].IndexOf("=?"u8);
            if (next < 0) break;
            plainLength += next;
            if (!EncodedWord.TryRead(plain[plainLength..], out var word))
            {
                plainLength += 2;
                continue;
            }

            var between = plain[..plainLength];
            if (!run.IsOpen || between.IndexOfAnyExcept(" \t\r\n"u8) >= 0)
            {
                run.Flush();
                into.Append(Charsets.DecodeUnlabelled(between));
            }

            run.Add(word);
            plain = plain[(plainLength + word.Length)..];
            plainLength = 0;
        }

        run.Flush();
        return into.Append(Charsets.DecodeUnlabelled(plain)).ToString();
    }

    /// <summary>Joins words of one charset before decoding: many writers cut in the middle of a character.</summary>
    private ref struct EncodedRun(StringBuilder into)
    {
        private readonly List<byte> _octets = [];
        private Encoding? _charset;

        public bool IsOpen { get; private set; }

        public void Add(in EncodedWord word)
        {
            var charset = Charsets.Find(Encoding.ASCII.GetString(word.Charset));
            if (IsOpen && charset != _charset) Flush();
            _charset = charset;
            IsOpen = true;
            word.DecodeInto(_octets);
        }

        public void Flush()
        {
            if (!IsOpen) return;
            var octets = System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_octets);
            into.Append(_charset is null ? Charsets.DecodeUnlabelled(octets) : _charset.GetString(octets));
            _octets.Clear();
            IsOpen = false;
        }
    }

    /// <summary>=?charset?encoding?text?=</summary>
    private readonly ref struct EncodedWord
    {
        /// <summary>RFC 2047 §2 allows 75; some write a whole subject as one.</summary>
        private const int MaxLength = 1024;

        public ReadOnlySpan<byte> Charset { get; private init; }

        public int Length { get; private init; }

        private ReadOnlySpan<byte> Text { get; init; }

        private bool IsBase64 { get; init; }

        public static bool TryRead(ReadOnlySpan<byte> source, out EncodedWord word)
        {
            word = default;
            source = source[..Math.Min(source.Length, MaxLength)];
            var charsetEnd = source[2..].IndexOf((byte)'?') + 2;
            if (charsetEnd < 3 || charsetEnd + 3 > source.Length || source[charsetEnd + 2] != '?') return false;
            var encoding = (byte)(source[charsetEnd + 1] | 0x20);
            if (encoding is not ((byte)'b' or (byte)'q')) return false;
            var textStart = charsetEnd + 3;
            var textLength = source[textStart..].IndexOf("?="u8);
            if (textLength < 0) return false;
            var charset = source[2..charsetEnd];

            // RFC 2231 §5: a language may stand behind the charset.
            var star = charset.IndexOf((byte)'*');
            word = new()
            {
                Charset = star < 0 ? charset : charset[..star],
                Text = source.Slice(textStart, textLength),
                IsBase64 = encoding == 'b',
                Length = textStart + textLength + 2,
            };
            return true;
        }

        public void DecodeInto(List<byte> octets)
        {
            if (IsBase64)
            {
                Span<byte> decoded = stackalloc byte[MaxLength];
                octets.AddRange(decoded[..new Base64Decoder().Decode(Text, decoded, last: true)]);
                return;
            }

            for (var i = 0; i < Text.Length; i++)
            {
                var octet = Text[i];
                if (octet == '_') octet = (byte)' ';
                else if (octet == '=' && i + 2 < Text.Length
                    && Utf8Parser.TryParse(Text.Slice(i + 1, 2), out byte escaped, out var read, 'X') && read == 2)
                {
                    octet = escaped;
                    i += 2;
                }

                octets.Add(octet);
            }
        }
    }
}
