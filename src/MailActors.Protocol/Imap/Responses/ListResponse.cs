using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Responses;

/// <summary>LIST, LSUB, STATUS, NAMESPACE: answers that name folders (RFC 9051 §7.3).</summary>
public static class ListResponse
{
    /// <param name="childSubscribed">RECURSIVEMATCH found a subscribed child: CHILDINFO (RFC 5258 §3.5).</param>
    public static ImapWriter List(this ImapWriter writer, IReadOnlyList<string> attributes, string name, bool childSubscribed = false)
    {
        writer.Entry("* LIST ("u8, attributes).Mailbox(name);
        if (childSubscribed) writer.Raw(" (\"CHILDINFO\" (\"SUBSCRIBED\"))"u8);
        return writer.Line();
    }

    /// <summary>LIST "" "": the separator and the root (RFC 9051 §6.3.9).</summary>
    public static ImapWriter ListSeparator(this ImapWriter writer) => writer.Raw("* LIST (\\Noselect) \"/\" \"\"\r\n"u8);

    public static ImapWriter Lsub(this ImapWriter writer, IReadOnlyList<string> attributes, string name) =>
        writer.Entry("* LSUB ("u8, attributes).Mailbox(name).Line();

    /// <summary>One personal namespace (RFC 2342).</summary>
    public static ImapWriter Namespace(this ImapWriter writer) => writer.Raw("* NAMESPACE ((\"\" \"/\")) NIL NIL\r\n"u8);

    /// <param name="value">The value of one item.</param>
    public static ImapWriter Status(this ImapWriter writer, string name, StatusItems items, Func<StatusItems, long> value)
    {
        writer.Raw("* STATUS "u8).Mailbox(name).Raw(" ("u8);
        var first = true;
        for (var item = 1; item <= (int)StatusItems.DeletedStorage; item <<= 1)
        {
            if (((int)items & item) == 0) continue;
            if (!first) writer.Space();
            first = false;
            writer.Raw(Name((StatusItems)item)).Space().Number(value((StatusItems)item));
        }

        return writer.Close().Line();
    }

    private static ImapWriter Entry(this ImapWriter writer, ReadOnlySpan<byte> head, IReadOnlyList<string> attributes)
    {
        writer.Raw(head);
        for (var i = 0; i < attributes.Count; i++)
        {
            if (i > 0) writer.Space();
            writer.Raw(attributes[i]);
        }

        return writer.Raw(") \"/\" "u8);
    }

    private static ReadOnlySpan<byte> Name(StatusItems item) => item switch
    {
        StatusItems.Messages => "MESSAGES"u8,
        StatusItems.Recent => "RECENT"u8,
        StatusItems.UidNext => "UIDNEXT"u8,
        StatusItems.UidValidity => "UIDVALIDITY"u8,
        StatusItems.Unseen => "UNSEEN"u8,
        StatusItems.Deleted => "DELETED"u8,
        StatusItems.Size => "SIZE"u8,
        StatusItems.HighestModSeq => "HIGHESTMODSEQ"u8,
        StatusItems.AppendLimit => "APPENDLIMIT"u8,
        StatusItems.DeletedStorage => "DELETED-STORAGE"u8,
        _ => throw new ArgumentOutOfRangeException(nameof(item)),
    };
}
