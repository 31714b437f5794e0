using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Imap.Responses;

/// <summary>Writes the tokens of server lines (RFC 9051 §9). Text from outside goes out only through <see cref="String(string)"/>, <see cref="AString"/> and
/// <see cref="Mailbox"/>, which choose an encoding that can't break the line.</summary>
/// <param name="utf8Names">IMAP4rev2 is enabled: mailbox names are UTF-8, not modified UTF-7.</param>
public sealed class ImapWriter(IBufferWriter<byte> output, bool utf8Names = false)
{
    /// <summary>A longer string goes as a literal: quoted strings are kept to what every client's line buffer takes.</summary>
    private const int MaxQuoted = 1_000;

    public bool Utf8Names { get; } = utf8Names;

    public ImapWriter Raw(ReadOnlySpan<byte> octets)
    {
        output.Write(octets);
        return this;
    }

    /// <summary>US-ASCII of our own making.</summary>
    public ImapWriter Raw(string text)
    {
        var span = output.GetSpan(text.Length);
        output.Advance(Encoding.ASCII.GetBytes(text, span));
        return this;
    }

    public ImapWriter Space() => Octet((byte)' ');

    public ImapWriter Open() => Octet((byte)'(');

    public ImapWriter Close() => Octet((byte)')');

    public ImapWriter Nil() => Raw("NIL"u8);

    /// <summary>CRLF.</summary>
    public ImapWriter Line() => Raw("\r\n"u8);

    public ImapWriter Octet(byte octet)
    {
        output.GetSpan(1)[0] = octet;
        output.Advance(1);
        return this;
    }

    public ImapWriter Number(long number)
    {
        Utf8Formatter.TryFormat(number, output.GetSpan(20), out var length);
        output.Advance(length);
        return this;
    }

    /// <summary>The head of a literal; its octets follow.</summary>
    public ImapWriter LiteralHead(long size) => Octet((byte)'{').Number(size).Raw("}\r\n"u8);

    /// <summary>The head of a literal8 (RFC 3516 §4.4), for octets that may be NUL.</summary>
    public ImapWriter Literal8Head(long size) => Octet((byte)'~').LiteralHead(size);

    /// <summary>Quoted where that is possible, else a literal. NUL has no place in either and becomes "?".</summary>
    public ImapWriter String(string text) =>
        Ascii.IsValid(text) ? String(Encoding.ASCII.GetBytes(text)) : Utf8String(text);

    public ImapWriter NString(string? text) => text is null ? Nil() : String(text);

    public ImapWriter String(ReadOnlySpan<byte> octets)
    {
        if (octets.Length <= MaxQuoted && IsQuotable(octets)) return Quoted(octets);
        LiteralHead(octets.Length);
        var span = output.GetSpan(octets.Length)[..octets.Length];
        octets.CopyTo(span);
        span.Replace((byte)0, (byte)'?');
        output.Advance(octets.Length);
        return this;
    }

    /// <summary>As an atom where that is possible.</summary>
    public ImapWriter AString(string text)
    {
        if (text.Length is 0 or > MaxQuoted || !Ascii.IsValid(text) || text.Equals("NIL", StringComparison.OrdinalIgnoreCase)) return String(text);
        Span<byte> octets = stackalloc byte[text.Length];
        Encoding.ASCII.GetBytes(text, octets);
        return octets.ContainsAnyExcept(ImapOctets.Astring) ? String(octets) : Raw(octets);
    }

    /// <summary>A folder's name, in the encoding of this session.</summary>
    public ImapWriter Mailbox(string name) => AString(Utf8Names ? name : ModifiedUtf7.Encode(name));

    /// <summary>A parenthesised list of flags.</summary>
    /// <param name="keywords">Bit n: the n-th of <paramref name="table"/>.</param>
    public ImapWriter Flags(SystemFlags system, ulong keywords = 0, IReadOnlyList<string>? table = null)
    {
        Open();
        var first = true;
        for (var flag = 1; flag <= (int)SystemFlags.Recent; flag <<= 1)
        {
            if (((int)system & flag) == 0) continue;
            if (!first) Space();
            first = false;
            Raw(Name((SystemFlags)flag));
        }

        for (var i = 0; keywords != 0 && table is not null && i < table.Count; i++, keywords >>= 1)
        {
            if ((keywords & 1) == 0) continue;
            if (!first) Space();
            first = false;
            Raw(table[i]);
        }

        return Close();
    }

    /// <summary>A date-time in UTC (RFC 9051 §9), quoted.</summary>
    public ImapWriter DateTime(long unixSeconds) => Octet((byte)'"')
        .Raw(DateTimeOffset.FromUnixTimeSeconds(unixSeconds).ToString("dd-MMM-yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture))
        .Octet((byte)'"');

    internal static ReadOnlySpan<byte> Name(SystemFlags flag) => flag switch
    {
        SystemFlags.Seen => "\\Seen"u8,
        SystemFlags.Answered => "\\Answered"u8,
        SystemFlags.Flagged => "\\Flagged"u8,
        SystemFlags.Deleted => "\\Deleted"u8,
        SystemFlags.Draft => "\\Draft"u8,
        SystemFlags.Recent => "\\Recent"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(flag)),
    };

    private static bool IsQuotable(ReadOnlySpan<byte> octets) => !octets.ContainsAnyExceptInRange((byte)0x20, (byte)0x7E);

    private ImapWriter Utf8String(string text)
    {
        var octets = Encoding.UTF8.GetBytes(text);

        // RFC 9051 §4.3: a quoted string may be UTF-8 once IMAP4rev2 is enabled; before, 8-bit octets need a literal (RFC 3501 §4.3).
        return Utf8Names && octets.Length <= MaxQuoted && !octets.AsSpan().ContainsAnyInRange((byte)0, (byte)0x1F) && !octets.Contains((byte)0x7F)
            ? Quoted(octets)
            : String(octets);
    }

    private ImapWriter Quoted(ReadOnlySpan<byte> octets)
    {
        Octet((byte)'"');
        while (true)
        {
            var special = octets.IndexOfAny((byte)'"', (byte)'\\');
            if (special < 0) break;
            Raw(octets[..special]).Octet((byte)'\\').Octet(octets[special]);
            octets = octets[(special + 1)..];
        }

        return Raw(octets).Octet((byte)'"');
    }
}
