using System.Numerics;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>Takes the lines of one header section and keeps the known fields, unfolded. The first of several counts, except for
/// recipients, where all do. What goes over the budget of the message is left out.</summary>
internal sealed class FieldValues
{
    private readonly List<(KnownField Field, int Start, int Length)> _values = new(12);
    private byte[] _text = new byte[1024];
    private int _written;
    private int _budget = MimeLimits.Fields;
    private uint _seen;
    private KnownField _open;
    private int _start;

    /// <param name="line">Not empty, without its line end.</param>
    public void Line(ReadOnlySpan<byte> line)
    {
        if (line[0] is (byte)' ' or (byte)'\t')
        {
            if (_open != KnownField.None) Append(line);
            return;
        }

        Finish();
        var colon = line.IndexOf((byte)':');
        if (colon <= 0) return;
        var field = KnownFields.Find(line[..colon].TrimEnd(" \t"u8));
        if (field == KnownField.None || (IsSeen(field) && field is not (KnownField.To or KnownField.Cc or KnownField.Bcc))) return;
        _seen |= 1u << (int)field;
        _open = field;
        _start = _written;
        Append(line[(colon + 1)..].TrimStart(" \t"u8));
    }

    public void Finish()
    {
        if (_open == KnownField.None) return;
        var value = _text.AsSpan(_start.._written).TrimEnd((byte)' ');
        if (!value.IsEmpty || _open is KnownField.Date or KnownField.Subject or KnownField.InReplyTo or KnownField.MessageId)
            _values.Add((_open, _start, value.Length));
        _open = KnownField.None;
    }

    public void Clear()
    {
        _values.Clear();
        _written = 0;
        _seen = 0;
        _open = KnownField.None;
    }

    public bool TryGet(KnownField field, out ReadOnlySpan<byte> value)
    {
        value = default;
        if (!IsSeen(field)) return false;
        foreach (var kept in _values)
        {
            if (kept.Field != field) continue;
            value = _text.AsSpan(kept.Start, kept.Length);
            return true;
        }

        return false;
    }

    /// <summary>All lists of the field, one behind the other.</summary>
    public List<HeaderAddress> Addresses(KnownField field)
    {
        if (!IsSeen(field)) return [];
        var list = new List<HeaderAddress>(2);
        foreach (var kept in _values)
            if (kept.Field == field) new AddressListReader(_text.AsSpan(kept.Start, kept.Length), list, MimeLimits.Addresses).Read();
        return list;
    }

    private bool IsSeen(KnownField field) => (_seen & (1u << (int)field)) != 0;

    private void Append(ReadOnlySpan<byte> line)
    {
        var room = Math.Min(_budget, MimeLimits.Field - (_written - _start));
        if (line.Length > room) line = line[..Math.Max(room, 0)];
        _budget -= line.Length;
        if (_text.Length - _written < line.Length)
            Array.Resize(ref _text, (int)BitOperations.RoundUpToPowerOf2((uint)(_written + line.Length)));
        var into = _text.AsSpan(_written, line.Length);
        line.CopyTo(into);
        if (into.IndexOfAnyInRange((byte)0, (byte)0x1F) >= 0) Blank(into);
        _written += line.Length;
    }

    /// <summary>Tabs of folds, and controls that no answer may carry (NUL, CR), become spaces.</summary>
    private static void Blank(Span<byte> text)
    {
        foreach (ref var octet in text)
            if (octet is (byte)'\t' or (byte)'\r' or (byte)'\n' or 0) octet = (byte)' ';
    }
}
