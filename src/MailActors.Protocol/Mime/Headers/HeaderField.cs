using System.Text;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>One field as it stands in the message: folds and all.</summary>
public readonly ref struct HeaderField
{
    internal HeaderField(ReadOnlySpan<byte> whole, int offset)
    {
        Whole = whole;
        Offset = offset;
        var firstLine = whole.IndexOf((byte)'\n');
        var colon = (firstLine < 0 ? whole : whole[..firstLine]).IndexOf((byte)':');

        // RFC 5322 §4.5: obsolete syntax allows white space between name and colon.
        Name = colon < 0 ? default : whole[..colon].TrimEnd(" \t"u8);
        Value = whole[(colon + 1)..].TrimEnd("\r\n"u8);
    }

    /// <summary>Octets from the start of the section.</summary>
    public int Offset { get; }

    /// <summary>Name, colon, value, and the line end.</summary>
    public ReadOnlySpan<byte> Whole { get; }

    /// <summary>Empty when the line is no field.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>All behind the colon, folded as it is, without the last line end.</summary>
    public ReadOnlySpan<byte> Value { get; }

    /// <summary>Compares without regard to case (RFC 5322 §1.2.2).</summary>
    public bool Is(ReadOnlySpan<byte> name) => Ascii.EqualsIgnoreCase(Name, name);

    /// <summary>The value on one line and trimmed; encoded words stay as they are, octets that are no UTF-8 become U+FFFD.</summary>
    public string Unfold()
    {
        Span<byte> small = stackalloc byte[256];
        var buffer = Value.Length <= small.Length ? small : new byte[Value.Length];
        return Encoding.UTF8.GetString(buffer[..Folding.Unfold(Value, buffer)]);
    }
}
