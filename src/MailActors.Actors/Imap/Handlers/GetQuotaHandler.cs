using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9208 §4.2. There is one quota root, the account's, named by the empty string.</summary>
internal static class GetQuotaHandler
{
    private const int Unit = 1024;

    public static async ValueTask<ImapReply?> Do(ImapSession session, GetQuotaCommand command)
    {
        if (command.Root.Length > 0) return ImapReply.No("No such quota root.", ResponseCode.NonExistent);
        var reply = await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId));
        if (reply is not MailboxReplies.MailboxView view)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        Write(session, view.Quota);
        return ImapReply.Ok("That is all.");
    }

    /// <summary>A resource without a limit is not listed (RFC 9208 §5).</summary>
    public static void Write(ImapSession session, Quota quota)
    {
        var uses = new List<QuotaUse>();
        if (quota.MaxBytes > 0) uses.Add(new("STORAGE", (quota.UsedBytes + Unit - 1) / Unit, quota.MaxBytes / Unit));
        if (quota.MaxMessages > 0) uses.Add(new("MESSAGE", quota.UsedMessages, quota.MaxMessages));
        session.Out.Quota("", uses);
    }
}
