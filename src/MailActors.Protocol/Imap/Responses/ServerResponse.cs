namespace MailActors.Protocol.Imap.Responses;

/// <summary>CAPABILITY, ENABLED, ID (RFC 9051 §7.2; RFC 5161 §3.2; RFC 2971 §3.2).</summary>
public static class ServerResponse
{
    public static ImapWriter Capability(this ImapWriter writer, string capabilities) => writer.Raw("* CAPABILITY "u8).Raw(capabilities).Line();

    public static ImapWriter Enabled(this ImapWriter writer, IReadOnlyList<string> capabilities)
    {
        writer.Raw("* ENABLED"u8);
        foreach (var capability in capabilities) writer.Space().Raw(capability);
        return writer.Line();
    }

    public static ImapWriter Id(this ImapWriter writer, IReadOnlyList<KeyValuePair<string, string?>> parameters)
    {
        writer.Raw("* ID "u8);
        if (parameters.Count == 0) return writer.Nil().Line();
        writer.Open();
        for (var i = 0; i < parameters.Count; i++)
        {
            if (i > 0) writer.Space();
            writer.String(parameters[i].Key).Space().NString(parameters[i].Value);
        }

        return writer.Close().Line();
    }
}
