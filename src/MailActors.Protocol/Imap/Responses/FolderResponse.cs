namespace MailActors.Protocol.Imap.Responses;

/// <summary>What SELECT and later changes tell of the selected folder (RFC 9051 §7.3.5, §7.4, §7.5.1; RFC 7162 §3.2.10).</summary>
public static class FolderResponse
{
    public static ImapWriter Exists(this ImapWriter writer, int messages) => writer.Raw("* "u8).Number(messages).Raw(" EXISTS\r\n"u8);

    /// <summary>RFC 3501 §7.3.2.</summary>
    public static ImapWriter Recent(this ImapWriter writer, int messages) => writer.Raw("* "u8).Number(messages).Raw(" RECENT\r\n"u8);

    public static ImapWriter Expunge(this ImapWriter writer, int sequence) => writer.Raw("* "u8).Number(sequence).Raw(" EXPUNGE\r\n"u8);

    /// <param name="uids">A uid-set.</param>
    public static ImapWriter Vanished(this ImapWriter writer, string uids, bool earlier) =>
        writer.Raw(earlier ? "* VANISHED (EARLIER) "u8 : "* VANISHED "u8).Raw(uids).Line();

    public static ImapWriter FolderFlags(this ImapWriter writer, IReadOnlyList<string> keywords) =>
        writer.Raw("* FLAGS "u8).Flags(SystemFlags.All, ulong.MaxValue, keywords).Line();

    /// <param name="mayCreate">New keywords can be made: <c>\*</c>.</param>
    public static ImapWriter PermanentFlags(this ImapWriter writer, IReadOnlyList<string> keywords, bool readOnly, bool mayCreate)
    {
        writer.Raw("* OK [PERMANENTFLAGS "u8);
        if (readOnly) writer.Raw("()"u8);
        else if (mayCreate) writer.Flags(SystemFlags.All, ulong.MaxValue, [.. keywords, "\\*"]);
        else writer.Flags(SystemFlags.All, ulong.MaxValue, keywords);
        return writer.Raw(readOnly ? "] No flags can be set\r\n"u8 : "] Flags that stay\r\n"u8);
    }
}
