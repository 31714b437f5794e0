using System.Buffers;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>The words of a date: what stands between white space, commas, dashes inside dates, and comments.</summary>
internal ref struct DateWords(ReadOnlySpan<byte> rest)
{
    private static readonly SearchValues<byte> Ends = SearchValues.Create(" \t\r\n,(-"u8);

    private ReadOnlySpan<byte> _rest = rest;

    public ReadOnlySpan<byte> Current { get; private set; }

    public bool MoveNext()
    {
        SkipBlanks();
        if (_rest.IsEmpty) return false;

        // 13-Nov-2025 is common; -0500 is a zone.
        var end = _rest[1..].IndexOfAny(Ends);
        var length = end < 0 ? _rest.Length : end + 1;
        Current = _rest[..length];
        _rest = _rest[length..];
        if (_rest.Length > 1 && _rest[0] == '-' && Current[0] != '-' && Current.IndexOf((byte)':') < 0) _rest = _rest[1..];
        return true;
    }

    private void SkipBlanks()
    {
        var depth = 0;
        var i = 0;
        for (; i < _rest.Length; i++)
        {
            var octet = _rest[i];
            if (octet == '(') depth++;
            else if (octet == ')' && depth > 0) depth--;
            else if (depth == 0 && octet is not ((byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',')) break;
        }

        _rest = _rest[i..];
    }
}
