using System.Text;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Protocol.Dsn;

/// <summary>The part with the message it is about: all of it when that is wanted and fits, else of its header section what fits (RFC 6522 §3).</summary>
internal readonly ref struct ReturnedPart
{
    private ReturnedPart(string type, ReadOnlySpan<byte> bytes)
    {
        Type = type;
        Bytes = bytes;
        EightBit = !Ascii.IsValid(bytes);
    }

    public string Type { get; }

    public ReadOnlySpan<byte> Bytes { get; }

    public bool EightBit { get; }

    /// <param name="room">Octets it may have.</param>
    public static ReturnedPart Of(ReportedOriginal original, bool international, int room)
    {
        var message = original.Bytes.Span;
        if (original.IsWhole && message.Length <= room)
            return new(international && !Ascii.IsValid(message) ? "message/global" : "message/rfc822", message);
        var head = FieldsThatFit(Head(message), room);
        return new(international && !Ascii.IsValid(head) ? "message/global-headers" : "text/rfc822-headers", head);
    }

    /// <summary>The header section without the empty line behind it.</summary>
    public static ReadOnlySpan<byte> Head(ReadOnlySpan<byte> message)
    {
        var end = HeaderFields.FindEnd(message, 0);
        return end < 0 ? message : message[..(end - 2)];
    }

    private static ReadOnlySpan<byte> FieldsThatFit(ReadOnlySpan<byte> head, int room)
    {
        var into = new byte[Math.Min(head.Length + 2, Math.Max(room, 0))];
        var length = 0;
        var rest = head;
        foreach (var field in new HeaderFields(head))
        {
            var line = rest[..field.Length];
            rest = rest[field.Length..];
            // A line that is no field could not be told from the end of the section; one cut short at the end of what was read is not shown.
            if (field.Name.IsEmpty || !line.EndsWith("\r\n"u8) || HasLongLine(line) || length + line.Length > into.Length) continue;
            line.CopyTo(into.AsSpan(length));
            length += line.Length;
        }

        return into.AsSpan(0, length);
    }

    /// <summary>RFC 5322 §2.1.1: some hosts refuse them, and a notice they refuse is lost.</summary>
    private static bool HasLongLine(ReadOnlySpan<byte> field)
    {
        while (!field.IsEmpty)
        {
            var line = field.IndexOf((byte)'\n') + 1;
            if (line > 1000) return true;
            field = line == 0 ? [] : field[line..];
        }

        return false;
    }
}
