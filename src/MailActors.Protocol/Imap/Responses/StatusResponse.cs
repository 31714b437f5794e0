namespace MailActors.Protocol.Imap.Responses;

/// <summary>OK, NO, BAD, BYE and the continuation request (RFC 9051 §7.1, §7.5). Texts are ours and plain US-ASCII: input never comes back in them.</summary>
public static class StatusResponse
{
    public static ImapWriter Ok(this ImapWriter writer, string tag, string text, ResponseCode? code = null) => writer.Status(tag, "OK "u8, code, text);

    public static ImapWriter No(this ImapWriter writer, string tag, string text, ResponseCode? code = null) => writer.Status(tag, "NO "u8, code, text);

    /// <param name="tag">Null when the tag could not be read.</param>
    public static ImapWriter Bad(this ImapWriter writer, string? tag, string text, ResponseCode? code = null) => writer.Status(tag, "BAD "u8, code, text);

    public static ImapWriter UntaggedOk(this ImapWriter writer, string text, ResponseCode? code = null) => writer.Status(null, "OK "u8, code, text);

    public static ImapWriter UntaggedNo(this ImapWriter writer, string text, ResponseCode? code = null) => writer.Status(null, "NO "u8, code, text);

    public static ImapWriter Bye(this ImapWriter writer, string text, ResponseCode? code = null) => writer.Status(null, "BYE "u8, code, text);

    /// <summary>"+ ": go on. For a literal, IDLE, or a SASL challenge that is empty.</summary>
    public static ImapWriter Continue(this ImapWriter writer, string text = "") => writer.Raw("+ "u8).Raw(text).Line();

    /// <summary>A SASL challenge.</summary>
    public static ImapWriter Challenge(this ImapWriter writer, ReadOnlySpan<byte> octets) => writer.Continue(Convert.ToBase64String(octets));

    private static ImapWriter Status(this ImapWriter writer, string? tag, ReadOnlySpan<byte> condition, ResponseCode? code, string text)
    {
        writer.Raw(tag ?? "*").Space().Raw(condition);
        if (code is not null) writer.Octet((byte)'[').Raw(code.Text).Raw("] "u8);
        return writer.Raw(text).Line();
    }
}
