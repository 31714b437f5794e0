using System.Text;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>The value of Content-Type or Content-Disposition taken apart: a keyword and its parameters (RFC 2045 §5.1, RFC 2231).
/// One list is used again for every field; it never holds more than <see cref="MimeLimits.Parameters"/>.</summary>
internal sealed class ParameterList
{
    private readonly List<Parameter> _parameters = [];
    private byte[] _text = new byte[256];
    private int _written;

    /// <summary>Not unique; in the order of the field, continuations (RFC 2231 §3) still apart.</summary>
    /// <param name="Section">Number of the continuation, -1 when the parameter is whole.</param>
    /// <param name="Extended">The value is charset'language'percent-encoded (RFC 2231 §4).</param>
    private readonly record struct Parameter(Range Name, int Section, bool Extended, Range Value);

    public int Count => _parameters.Count;

    /// <summary>Reads the value; returns the keyword in front: "text/plain", "attachment".</summary>
    public ReadOnlySpan<byte> Read(ReadOnlySpan<byte> value)
    {
        _parameters.Clear();
        _written = 0;
        if (_text.Length < value.Length) _text = new byte[value.Length];
        var end = value.IndexOf((byte)';');
        var keyword = end < 0 ? value : value[..end];
        var rest = end < 0 ? default : value[(end + 1)..];
        while (!rest.IsEmpty && _parameters.Count < MimeLimits.Parameters) rest = ReadParameter(rest);
        var comment = keyword.IndexOf((byte)'(');
        return (comment < 0 ? keyword : keyword[..comment]).Trim(" \t"u8);
    }

    /// <summary>The first parameter of that name, joined and decoded to octets; empty when there is none.</summary>
    public ReadOnlySpan<byte> Find(ReadOnlySpan<byte> name)
    {
        for (var i = 0; i < _parameters.Count; i++)
        {
            var parameter = _parameters[i];
            if (parameter.Section > 0 || !Ascii.EqualsIgnoreCase(Text(parameter.Name), name)) continue;
            return parameter is { Section: -1, Extended: false } ? Text(parameter.Value) : ParameterText.Decode(Joined(i, out var extended), extended);
        }

        return default;
    }

    /// <summary>Parameter <paramref name="index"/> as answers show it: continuations joined, "*" behind the name of an extended one.
    /// False when it is but a continuation of another.</summary>
    public bool TryShow(int index, out ReadOnlySpan<byte> name, out bool extended, out ReadOnlySpan<byte> value)
    {
        var parameter = _parameters[index];
        name = Text(parameter.Name);
        extended = parameter.Extended;
        value = Text(parameter.Value);
        if (parameter.Section > 0) return false;
        if (parameter.Section == 0) value = Joined(index, out extended);
        return true;
    }

    private ReadOnlySpan<byte> Text(Range range) => _text.AsSpan(range);

    private ReadOnlySpan<byte> ReadParameter(ReadOnlySpan<byte> rest)
    {
        var stop = rest.IndexOfAny((byte)'=', (byte)';');
        if (stop < 0) return default;
        if (rest[stop] == ';') return rest[(stop + 1)..];
        var name = rest[..stop].Trim(" \t"u8);
        rest = rest[(stop + 1)..].TrimStart(" \t"u8);
        var start = _written;
        name.CopyTo(_text.AsSpan(start));
        _written += name.Length;
        var nameEnd = _written;
        if (!rest.IsEmpty && rest[0] == '"') rest = CopyQuoted(rest[1..]);
        else rest = CopyPlain(rest);
        if (!name.IsEmpty) _parameters.Add(Named(start, nameEnd));
        return rest;
    }

    private ReadOnlySpan<byte> CopyQuoted(ReadOnlySpan<byte> rest)
    {
        var i = 0;
        for (; i < rest.Length && rest[i] != '"'; i++)
        {
            if (rest[i] == '\\' && i + 1 < rest.Length) i++;
            _text[_written++] = rest[i];
        }

        var end = rest[i..].IndexOf((byte)';');
        return end < 0 ? default : rest[(i + end + 1)..];
    }

    /// <summary>Values with blanks should be quoted; many are not (file names), so the value goes to the semicolon.</summary>
    private ReadOnlySpan<byte> CopyPlain(ReadOnlySpan<byte> rest)
    {
        var end = rest.IndexOf((byte)';');
        var value = end < 0 ? rest : rest[..end];
        var comment = value.IndexOf(" ("u8);
        value = (comment < 0 ? value : value[..comment]).Trim(" \t"u8);
        value.CopyTo(_text.AsSpan(_written));
        _written += value.Length;
        return end < 0 ? default : rest[(end + 1)..];
    }

    /// <summary>name, name*, name*0, name*0* (RFC 2231 §7).</summary>
    private Parameter Named(int start, int end)
    {
        var value = end.._written;
        var name = _text.AsSpan(start..end);
        var extended = name.Length > 1 && name[^1] == '*';
        if (extended) name = name[..^1];
        var star = name.LastIndexOf((byte)'*');
        var section = -1;
        if (star > 0 && ParameterText.TrySection(name[(star + 1)..], out section)) name = name[..star];
        return new(start..(start + name.Length), section, extended, value);
    }

    private ReadOnlySpan<byte> Joined(int index, out bool extended)
    {
        var first = _parameters[index];
        extended = first.Extended;
        if (first.Section < 0) return Text(first.Value);
        var joined = new List<byte>();
        for (var section = 0; section < _parameters.Count; section++)
        {
            var found = _parameters.FindIndex(p => p.Section == section && Ascii.EqualsIgnoreCase(Text(p.Name), Text(first.Name)));
            if (found < 0) break;
            var part = _parameters[found];
            if (first.Extended && !part.Extended) ParameterText.Encode(Text(part.Value), joined);
            else joined.AddRange(Text(part.Value));
        }

        return joined.ToArray();
    }
}
