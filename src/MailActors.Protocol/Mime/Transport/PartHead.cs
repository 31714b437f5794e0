using System.Buffers;
using System.Text;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Transport;

/// <summary>Writes the header section of a part anew: with another transfer encoding, and with long lines folded.</summary>
public static class PartHead
{
    /// <summary>A whole section, its empty line included if it has one.</summary>
    /// <param name="encoding">Null: as it is.</param>
    /// <param name="isMessage">It is that of a message, which must say that it is MIME.</param>
    public static TransportFault? Write(ReadOnlySpan<byte> head, string? encoding, bool isMessage, IBufferWriter<byte> into)
    {
        bool hasVersion = false, hasType = false, hasEncoding = false;
        var end = 0;
        foreach (var field in new HeaderSection(head))
        {
            end = field.Offset + field.Whole.Length;
            hasVersion |= field.Is("MIME-Version"u8);
            hasType |= field.Is("Content-Type"u8);
            if (encoding is "quoted-printable" or "base64" && field.Is("Content-Type"u8) && !MayBeEncoded(field.Value)) return TransportFault.NoPart;
            if (encoding is not null && field.Is("Content-Transfer-Encoding"u8))
            {
                if (!hasEncoding) WriteEncoding(encoding, into);
                hasEncoding = true;
            }
            else if (!Fold(field.Whole, into)) return TransportFault.HeaderLine;
        }

        if (encoding is not null)
        {
            if (isMessage && !hasVersion) into.Write("MIME-Version: 1.0\r\n"u8);
            // RFC 1428 §3: text of which nothing is known but that it has octets above 127.
            if (isMessage && !hasType) into.Write("Content-Type: text/plain; charset=unknown-8bit\r\n"u8);
            if (!hasEncoding) WriteEncoding(encoding, into);
        }

        into.Write(head[end..]);
        return null;
    }

    /// <summary>RFC 2045 §6.4: what is made of parts has no encoding. Types of RFC 6532 §3.7 and RFC 6533 may have one.</summary>
    private static bool MayBeEncoded(ReadOnlySpan<byte> type)
    {
        type = type.TrimStart(" \t\r\n"u8);
        return !StartsWith(type, "multipart/"u8) && (!StartsWith(type, "message/"u8) || StartsWith(type, "message/global"u8));
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, ReadOnlySpan<byte> start) =>
        text.Length >= start.Length && Ascii.EqualsIgnoreCase(text[..start.Length], start);

    private static void WriteEncoding(string encoding, IBufferWriter<byte> into)
    {
        into.Write("Content-Transfer-Encoding: "u8);
        Encoding.ASCII.GetBytes(encoding, into);
        into.Write("\r\n"u8);
    }

    /// <summary>RFC 5322 §2.2.3: a line end may be put in front of white space, if the line before it does not become empty.</summary>
    private static bool Fold(ReadOnlySpan<byte> field, IBufferWriter<byte> into)
    {
        while (!field.IsEmpty)
        {
            var end = field.IndexOf("\r\n"u8);
            var line = end < 0 ? field : field[..end];
            field = end < 0 ? default : field[(end + 2)..];
            while (line.Length > OctetScanner.MaxLine)
            {
                var space = line[..OctetScanner.MaxLine].LastIndexOfAny((byte)' ', (byte)'\t');
                if (space <= 0 || line[..space].IndexOfAnyExcept((byte)' ', (byte)'\t') < 0) return false;
                into.Write(line[..space]);
                into.Write("\r\n"u8);
                line = line[space..];
            }

            into.Write(line);
            if (end >= 0) into.Write("\r\n"u8);
        }

        return true;
    }
}
