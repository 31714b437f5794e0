using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>Walks over one command: its lines joined by CRLF, each literal's octets behind its <c>{n}</c> CRLF. <c>Take…</c> tries and leaves the place as it was,
/// <c>Expect…</c> records what is wrong; the first fault stands. Nothing here recurses or goes back further than one token.</summary>
/// <param name="utf8Names">IMAP4rev2 is enabled: mailbox names are UTF-8, not modified UTF-7.</param>
internal ref struct ImapScanner(ReadOnlySpan<byte> text, bool utf8Names)
{
    private ReadOnlySpan<byte> _rest = text;

    internal readonly bool Utf8Names => utf8Names;

    internal readonly bool AtEnd => _rest.IsEmpty;

    internal ImapFault? Fault { get; private set; }

    /// <summary>The next octet, or 0 at the end.</summary>
    internal readonly byte Next => _rest.IsEmpty ? (byte)0 : _rest[0];

    internal readonly ReadOnlySpan<byte> Rest => _rest;

    internal bool Fail(string text, ImapFaultKind kind = ImapFaultKind.Syntax)
    {
        Fault ??= new(kind, text);
        return false;
    }

    internal void Advance(int octets) => _rest = _rest[octets..];

    internal bool Take(char octet)
    {
        if (_rest.IsEmpty || _rest[0] != octet) return false;
        _rest = _rest[1..];
        return true;
    }

    internal bool Expect(char octet) => Take(octet) || Fail(octet == ' ' ? "A space is missing" : $"Expected {octet}");

    internal bool ExpectSpace() => Expect(' ');

    /// <summary>One or more octets of a class; empty when there is none.</summary>
    internal ReadOnlySpan<byte> TakeRun(System.Buffers.SearchValues<byte> letters)
    {
        var end = _rest.IndexOfAnyExcept(letters);
        var run = end < 0 ? _rest : _rest[..end];
        _rest = _rest[run.Length..];
        return run;
    }

    internal bool ExpectAtom(out string atom)
    {
        var run = TakeRun(ImapOctets.Atom);
        atom = Encoding.ASCII.GetString(run);
        return !run.IsEmpty || Fail("A word is missing");
    }

    /// <summary>A word that means the same in any case: letters, digits, dots, hyphens, in capitals.</summary>
    internal bool ExpectWord(out string word)
    {
        var length = 0;
        while (length < _rest.Length && (char.IsAsciiLetterOrDigit((char)_rest[length]) || _rest[length] is (byte)'.' or (byte)'-')) length++;
        word = Encoding.ASCII.GetString(_rest[..length]).ToUpperInvariant();
        _rest = _rest[length..];
        return length > 0 || Fail("A word is missing");
    }

    /// <summary>number or number64 (RFC 9051 §9), up to <paramref name="max"/>.</summary>
    internal bool ExpectNumber(out long number, long max = long.MaxValue)
    {
        number = 0;
        var length = 0;
        while (length < _rest.Length && char.IsAsciiDigit((char)_rest[length])) length++;
        if (length == 0) return Fail("A number is missing");
        if (!long.TryParse(_rest[..length], NumberStyles.None, CultureInfo.InvariantCulture, out number) || number > max) return Fail("The number is too large");
        _rest = _rest[length..];
        return true;
    }

    /// <summary>nz-number: 1 to 4,294,967,295.</summary>
    internal bool ExpectNonZero(out uint number)
    {
        var read = ExpectNumber(out var value, uint.MaxValue);
        number = (uint)value;
        return read && (number > 0 || Fail("The number must not be zero"));
    }

    internal bool ExpectEnd() => AtEnd || Fail("There is text behind the command");
}
