using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>BINARY[…] and BINARY.SIZE[…] (RFC 3516).</summary>
internal static class BinarySection
{
    public static ValueTask<FetchFailure?> Write(ImapSession session, MessageBytes message, MessageSummary summary, FetchItem.Binary item)
    {
        session.Out.BinaryName(item.Part, item.Partial).Nil();
        return new((FetchFailure?)null);
    }

    public static ValueTask<FetchFailure?> WriteSize(ImapSession session, MessageBytes message, MessageSummary summary, FetchItem.BinarySize item)
    {
        session.Out.BinarySize(item.Part, 0);
        return new((FetchFailure?)null);
    }
}
