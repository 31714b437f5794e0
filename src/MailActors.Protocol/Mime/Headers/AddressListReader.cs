namespace MailActors.Protocol.Mime.Headers;

/// <summary>One pass over an address list. All text goes once into one buffer as long as the value, so no input can make it grow;
/// comments are counted, not recursed into.</summary>
internal ref struct AddressListReader(ReadOnlySpan<byte> value, List<HeaderAddress> into, int most)
{
    /// <summary>White space that counts in a name and not in an address (RFC 5322 §4.4 allows it around the dots and the @).</summary>
    private const byte Gap = 0;

    /// <summary>RFC 2047 §2 allows 75.</summary>
    private const int MaxEncodedWord = 256;

    private readonly ReadOnlySpan<byte> _value = value;
    private readonly byte[] _text = new byte[value.Length];
    private int _at;
    private int _written;

    // The entry being read: where its text starts, its last dotted run of words, and what of it is known to be an address.
    private int _entry;
    private int _run;
    private int _nameEnd = -1;
    private bool _gap;
    private bool _dot;
    private bool _inGroup;
    private Range _route;
    private Range _local;
    private Range _domain;
    private Found _found;
    private Range _comment;

    private enum Found
    {
        Nothing,
        Bare,
        Angle,
    }

    public void Read()
    {
        while (into.Count < most && _at < _value.Length)
        {
            switch (_value[_at])
            {
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or 0:
                    _at++;
                    _gap = true;
                    break;
                case (byte)'(':
                    SkipComment();
                    _gap = true;
                    break;
                case (byte)',':
                    _at++;
                    Finish();
                    break;
                case (byte)';':
                    _at++;
                    Finish();
                    CloseGroup();
                    break;
                case (byte)':':
                    _at++;
                    OpenGroup();
                    break;
                case (byte)'<':
                    _at++;
                    ReadAngle();
                    break;
                case (byte)'@':
                    _at++;
                    ReadBareDomain();
                    break;
                case (byte)'>':
                    _at++;
                    break;
                default:
                    ReadWord();
                    break;
            }
        }

        if (into.Count < most) Finish();
        CloseGroup();
    }

    private void ReadWord()
    {
        var dot = _value[_at] == '.';
        var joins = _written == _run || dot || _dot;
        if (_gap && _written > _entry) _text[_written++] = Gap;
        if (!joins && _gap) _run = _written;
        _gap = false;
        _dot = dot;
        if (dot) _text[_written++] = _value[_at++];
        else if (_value[_at] == '"') CopyQuoted();
        else CopyAtom();
    }

    private void CopyAtom()
    {
        var rest = _value[_at..];
        var length = EncodedWordLength(rest);
        if (length == 0) length = rest.IndexOfAny(AddressOctets.EndOfAtom);
        if (length < 0) length = rest.Length;
        if (length == 0) length = 1;
        rest[..length].CopyTo(_text.AsSpan(_written));
        _written += length;
        _at += length;
    }

    /// <summary>Encoded words of careless writers hold octets that would end an atom.</summary>
    private static int EncodedWordLength(ReadOnlySpan<byte> text)
    {
        if (!text.StartsWith("=?"u8)) return 0;
        text = text[..Math.Min(text.Length, MaxEncodedWord)];
        var blank = text.IndexOfAny((byte)' ', (byte)'\t', (byte)'\r');
        if (blank >= 0) text = text[..blank];
        var offset = 2;
        for (var marks = 0; marks < 2; marks++)
        {
            var mark = text[offset..].IndexOf((byte)'?');
            if (mark < 0) return 0;
            offset += mark + 1;
        }

        var end = text[offset..].IndexOf("?="u8);
        return end < 0 ? 0 : offset + end + 2;
    }

    private void CopyQuoted()
    {
        _at++;
        while (_at < _value.Length)
        {
            var octet = _value[_at++];
            if (octet == '"') return;
            if (octet == '\\' && _at < _value.Length) octet = _value[_at++];
            if (octet is not ((byte)'\r' or (byte)'\n' or 0)) _text[_written++] = octet;
        }
    }

    /// <summary>Comments nest (RFC 5322 §3.2.2); one that is never closed goes to the end.</summary>
    private void SkipComment()
    {
        var start = ++_at;
        var depth = 1;
        while (true)
        {
            var next = _value[_at..].IndexOfAny((byte)'(', (byte)')', (byte)'\\');
            if (next < 0)
            {
                _at = _value.Length;
                break;
            }

            _at += next + 1;
            var octet = _value[_at - 1];
            if (octet == '\\') _at = Math.Min(_at + 1, _value.Length);
            else depth += octet == '(' ? 1 : -1;
            if (depth == 0) break;
        }

        _comment = start..(depth == 0 ? _at - 1 : _at);
    }

    private void ReadAngle()
    {
        // Two addresses without a comma between them: both count.
        if (_found == Found.Angle) Finish();
        _nameEnd = _written;
        _found = Found.Angle;
        _route = _local = _domain = default;
        var start = _written;
        if (_at < _value.Length && _value[_at] == '@')
        {
            // RFC 5322 §4.4 obs-route
            CopyAddressText(":>"u8);
            if (_at < _value.Length && _value[_at] == ':')
            {
                _route = start.._written;
                _at++;
                start = _written;
            }
        }

        CopyAddressText("@>,<"u8);
        _local = start.._written;
        if (_at < _value.Length && _value[_at] == '@')
        {
            _at++;
            start = _written;
            CopyAddressText(">,;<"u8);
            _domain = start.._written;
        }

        if (_at < _value.Length && _value[_at] == '>') _at++;
        _run = _written;
        _gap = _dot = false;
    }

    /// <summary>Copies up to one of <paramref name="ends"/>, without white space and comments, quoted strings unquoted.</summary>
    private void CopyAddressText(ReadOnlySpan<byte> ends)
    {
        while (_at < _value.Length)
        {
            var octet = _value[_at];
            if (ends.Contains(octet)) return;
            if (octet == '"') CopyQuoted();
            else if (octet == '(') SkipComment();
            else
            {
                if (octet > ' ') _text[_written++] = octet;
                _at++;
            }
        }
    }

    private void ReadBareDomain()
    {
        var local = _run.._written;
        if (_found != Found.Nothing)
        {
            // A second @: the address before is whole, and this one began with the last run of words.
            var run = Math.Max(_run, _found == Found.Bare ? _domain.End.Value : _run);
            local = run.._written;
            Finish();
            _entry = run;
        }

        _nameEnd = local.Start.Value;
        _local = local;
        _text[_written++] = (byte)'@';
        var start = _written;
        CopyDomain();
        _domain = start.._written;
        _found = Found.Bare;
        _run = _written;
        _dot = false;
    }

    private void CopyDomain()
    {
        var afterDot = true;
        while (_at < _value.Length)
        {
            var octet = _value[_at];
            if (octet is (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n') _at++;
            else if (octet == '(') SkipComment();
            else if (octet == '[' && afterDot)
            {
                CopyLiteral();
                return;
            }
            else if (octet == '.')
            {
                _text[_written++] = octet;
                _at++;
                afterDot = true;
            }
            else if (!afterDot || AddressOctets.IsSpecial(octet))
            {
                _gap = true;
                return;
            }
            else
            {
                CopyAtom();
                afterDot = false;
            }
        }
    }

    private void CopyLiteral()
    {
        var length = _value[_at..].IndexOf((byte)']') + 1;
        if (length == 0) length = _value.Length - _at;
        foreach (var octet in _value.Slice(_at, length))
            if (octet > ' ') _text[_written++] = octet;
        _at += length;
    }

    private void OpenGroup()
    {
        if (_inGroup || _found != Found.Nothing)
        {
            // A colon where none may stand: what is an address stays one.
            Finish();
            return;
        }

        var name = Name(_entry.._written);
        Reset();
        into.Add(new(HeaderAddressKind.GroupStart, name, default, default, default));
        _inGroup = true;
    }

    private void CloseGroup()
    {
        if (!_inGroup) return;
        _inGroup = false;
        into.Add(new(HeaderAddressKind.GroupEnd, default, default, default, default));
    }

    private void Finish()
    {
        if (_found == Found.Nothing && _written > _entry)
        {
            // One word is taken for an address without a domain, several for a name without an address.
            _nameEnd = _run == _entry ? _entry : _written;
            _local = _nameEnd.._written;
            _found = Found.Bare;
        }

        if (_found != Found.Nothing)
        {
            var name = Name(_entry.._nameEnd);
            if (name.IsEmpty) name = CommentText();
            var local = Address(_local);
            var domain = Address(_domain);
            if (!local.IsEmpty || !domain.IsEmpty || !name.IsEmpty)
                into.Add(new(HeaderAddressKind.Mailbox, name, Slice(_route), local, domain));
        }

        Reset();
    }

    private void Reset()
    {
        _entry = _run = _written;
        _nameEnd = -1;
        _gap = _dot = false;
        _route = _local = _domain = _comment = default;
        _found = Found.Nothing;
    }

    private readonly ReadOnlyMemory<byte> Slice(Range range) => _text.AsMemory(range);

    private readonly ReadOnlyMemory<byte> Name(Range range)
    {
        var name = _text.AsSpan(range);
        name.Replace(Gap, (byte)' ');
        name.Replace((byte)'\t', (byte)' ');
        return ((ReadOnlyMemory<byte>)_text.AsMemory(range)).Trim((byte)' ');
    }

    private readonly ReadOnlyMemory<byte> Address(Range range)
    {
        var text = _text.AsSpan(range);
        var kept = text.IndexOf(Gap);
        if (kept < 0) return _text.AsMemory(range);
        for (var i = kept; i < text.Length; i++)
            if (text[i] != Gap) text[kept++] = text[i];
        return _text.AsMemory(range)[..kept];
    }

    private readonly ReadOnlyMemory<byte> CommentText()
    {
        if (_comment.Equals(default)) return default;
        var source = _value[_comment];
        var text = new byte[source.Length];
        var written = 0;
        for (var i = 0; i < source.Length; i++)
        {
            if (source[i] == '\\' && i + 1 < source.Length) i++;
            if (source[i] is not ((byte)'\r' or (byte)'\n' or 0)) text[written++] = source[i];
        }

        return ((ReadOnlyMemory<byte>)text.AsMemory(0, written)).Trim((byte)' ');
    }
}
