namespace MailActors.Protocol.Imap.Responses;

/// <summary>QUOTA and QUOTAROOT (RFC 9208 §4.2).</summary>
public static class QuotaResponse
{
    public static ImapWriter Quota(this ImapWriter writer, string root, IReadOnlyList<QuotaUse> resources)
    {
        writer.Raw("* QUOTA "u8).AString(root).Raw(" ("u8);
        for (var i = 0; i < resources.Count; i++)
        {
            if (i > 0) writer.Space();
            writer.Raw(resources[i].Resource).Space().Number(resources[i].Used).Space().Number(resources[i].Limit);
        }

        return writer.Close().Line();
    }

    public static ImapWriter QuotaRoot(this ImapWriter writer, string folder, string root) =>
        writer.Raw("* QUOTAROOT "u8).Mailbox(folder).Space().AString(root).Line();
}

/// <param name="Resource">STORAGE, in units of 1,024 octets, or MESSAGE.</param>
public readonly record struct QuotaUse(string Resource, long Used, long Limit);
