namespace MailActors.Protocol.Mime.Headers;

/// <summary>The header fields of a message or part, one after the other, without copying. Reads what is there: lines end in CRLF or LF,
/// a line that is no field has an empty name, and the section ends at the first empty line or with the bytes. Never fails.</summary>
public readonly ref struct HeaderSection(ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>Octets of the section at the start of <paramref name="message"/>, its empty line included; false while that line
    /// is not there.</summary>
    public static bool TryMeasure(ReadOnlySpan<byte> message, out int length)
    {
        length = 0;
        while (length < message.Length)
        {
            var line = message[length..];
            var end = line.IndexOf((byte)'\n');
            if (end < 0) break;
            length += end + 1;
            if (end == 0 || (end == 1 && line[0] == '\r')) return true;
        }

        length = message.Length;
        return false;
    }

    public Enumerator GetEnumerator() => new(_bytes);

    public ref struct Enumerator(ReadOnlySpan<byte> bytes)
    {
        private readonly ReadOnlySpan<byte> _bytes = bytes;
        private int _next;

        public HeaderField Current { get; private set; }

        public bool MoveNext()
        {
            var start = _next;
            var end = LineEnd(start);
            if (IsEmptyLine(_bytes[start..end])) return false;

            // RFC 5322 §2.2.3: a line that starts with white space continues the field.
            while (end < _bytes.Length && _bytes[end] is (byte)' ' or (byte)'\t') end = LineEnd(end);
            _next = end;
            Current = new(_bytes[start..end], start);
            return true;
        }

        private readonly int LineEnd(int start)
        {
            var length = _bytes[start..].IndexOf((byte)'\n');
            return length < 0 ? _bytes.Length : start + length + 1;
        }

        private static bool IsEmptyLine(ReadOnlySpan<byte> line) => line.IsEmpty || line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];
    }
}
