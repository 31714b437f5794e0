namespace MailActors.Protocol.Smtp.Message;

/// <summary>Walks over the fields of a header section: <c>foreach</c> gives each with its continuation lines. Nothing is copied.</summary>
public readonly ref struct HeaderFields(ReadOnlySpan<byte> head)
{
    private readonly ReadOnlySpan<byte> _head = head;

    /// <summary>The octets behind the empty line that ends the header section; -1 when the end is not in sight yet.</summary>
    /// <param name="from">Where the last search ended.</param>
    public static int FindEnd(ReadOnlySpan<byte> message, int from)
    {
        if (message.StartsWith("\r\n"u8)) return 2;
        from = Math.Max(0, from - 3);
        var at = message[from..].IndexOf("\r\n\r\n"u8);
        return at < 0 ? -1 : from + at + 4;
    }

    public Enumerator GetEnumerator() => new(_head);

    /// <summary>One field. A line that is none has an empty name.</summary>
    /// <param name="name">Without the white space some put before the colon.</param>
    /// <param name="value">Behind the colon, folds included, without the last CRLF.</param>
    public readonly ref struct Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, int length)
    {
        public ReadOnlySpan<byte> Name { get; } = name;

        public ReadOnlySpan<byte> Value { get; } = value;

        /// <summary>Octets of the whole field.</summary>
        public int Length { get; } = length;

        public bool Is(ReadOnlySpan<byte> name) => System.Text.Ascii.EqualsIgnoreCase(Name, name);
    }

    public ref struct Enumerator(ReadOnlySpan<byte> head)
    {
        private ReadOnlySpan<byte> _rest = head;

        public Field Current { get; private set; }

        public bool MoveNext()
        {
            if (_rest.IsEmpty || _rest.StartsWith("\r\n"u8)) return false;
            var end = 0;
            do
            {
                var line = _rest[end..].IndexOf((byte)'\n');
                end = line < 0 ? _rest.Length : end + line + 1;
            }
            while (end < _rest.Length && _rest[end] is (byte)' ' or (byte)'\t');

            Current = Cut(_rest[..end]);
            _rest = _rest[end..];
            return true;
        }

        private static Field Cut(ReadOnlySpan<byte> field)
        {
            var colon = field.IndexOf((byte)':');
            var name = colon < 0 ? [] : field[..colon].TrimEnd(" \t"u8);
            if (name.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)) name = []; // RFC 5322 §2.2 ftext
            return new Field(name, field[(colon + 1)..].TrimEnd("\r\n"u8), field.Length);
        }
    }
}
