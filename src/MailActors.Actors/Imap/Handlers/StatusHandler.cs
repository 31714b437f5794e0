using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.11.</summary>
internal static class StatusHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, StatusCommand command)
    {
        if (command.Items.HasFlag(StatusItems.HighestModSeq)) session.UseCondStore(); // RFC 7162 §3.1
        var reply = await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId));
        if (reply is not MailboxReplies.MailboxView view)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        if (view.Folders.FirstOrDefault(f => f.Name == command.Mailbox) is not { } folder) return ImapWords.Of(MailboxRejection.NoSuchFolder);
        Write(session, folder, command.Items);
        await Updates.Tell(session);
        return ImapReply.Ok("That is all.");
    }

    /// <summary>One STATUS response, for LIST RETURN (STATUS …) too (RFC 5819).</summary>
    public static void Write(ImapSession session, FolderInfo folder, StatusItems items) =>
        session.Out.Status(folder.Name, items, item => item switch
        {
            StatusItems.Messages => folder.Messages,
            StatusItems.Recent => folder.Recent + Own(session, folder),
            StatusItems.UidNext => folder.UidNext,
            StatusItems.UidValidity => folder.UidValidity,
            StatusItems.Unseen => folder.Unseen,
            StatusItems.Deleted => folder.Deleted,
            StatusItems.DeletedStorage => folder.DeletedBytes,
            StatusItems.Size => folder.Bytes,
            StatusItems.HighestModSeq => folder.HighestModSeq,
            StatusItems.AppendLimit => session.Settings.Limits.MaxMessage,
            _ => 0,
        });

    /// <summary>Messages that are recent in this session have been so in no other, and count.</summary>
    private static int Own(ImapSession session, FolderInfo folder) =>
        session.Folder is { ReadOnly: false } view && view.Id == folder.Id ? view.CountRecent() : 0;
}
