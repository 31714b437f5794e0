using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>STORE and UID STORE (RFC 9051 §6.4.6, RFC 7162 §3.1.3).</summary>
internal static class StoreHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, StoreCommand command)
    {
        var view = session.Folder!;
        if (view.ReadOnly) return ImapWords.ReadOnly;
        if (command.UnchangedSince is not null) session.UseCondStore();
        if (command.Uid) await Updates.Tell(session);
        var told = view.Told;
        if (MessageSet.Of(told, command.Set, command.Uid, session.SavedSearch) is not { } set) return ImapReply.Bad("No such message.");
        if (set.IsEmpty) return ImapReply.Ok("Nothing to store.");
        var uids = set.ToUids();
        var reply = await session.Ask(new MailboxCommands.StoreFlags(
            session.AccountId, CommandId.New(), view.Id, uids, Change(command.Mode), FlagNames.Set(command.Flags), command.UnchangedSince));
        if (reply is not MailboxReplies.Stored stored)
            return ImapWords.Of(reply is MailboxReplies.Rejected rejected ? rejected.Reason : MailboxRejection.Unavailable);
        view.Learn(stored.Folder);
        var lost = await Tell(session, command, set, stored);
        view.Announced(uids, stored.ModSeq);
        if (command.Uid) await Updates.Tell(session);
        else await Updates.TellWithoutExpunge(session);
        if (!stored.Modified.IsEmpty) return ImapReply.Ok("Stored, but for what had changed.", ResponseCode.Modified(Names(told, stored.Modified, command.Uid)));

        // UIDs that are gone are passed over (RFC 9051 §6.4.9), and so is all that is gone with .SILENT (RFC 2180 §4.2.1).
        if (lost == 0 || command.Silent || command.Uid) return ImapReply.Ok("Stored.");

        // RFC 2180 §4.2.2. Not its §4.2.3, which has NO also when some were stored: the client can't tell then that it has worked, and
        // RFC 5530 §3 has the code for an OK too.
        return lost == set.Count ? ImapWords.Expunged : ImapReply.Ok("Stored, but for what was expunged.", ResponseCode.ExpungeIssued);
    }

    /// <summary>The new flags of each message; how many are gone. With .SILENT only the MODSEQ, once CONDSTORE is on (RFC 7162 §3.1.3).</summary>
    private static async ValueTask<int> Tell(ImapSession session, StoreCommand command, MessageSet set, MailboxReplies.Stored stored)
    {
        var condStore = session.Enabled.HasFlag(ImapExtensions.CondStore);
        if (stored.Folder.Keywords.Length > session.Folder!.KeywordsTold) FlagNames.Announce(session, stored.Folder);
        var lost = 0;
        foreach (var sequence in set.Sequences)
        {
            var uid = set.Folder[sequence].Uid;
            var now = stored.Folder.SequenceOf(uid);
            if (now == 0)
            {
                lost++;
                continue;
            }

            if (stored.Modified.Contains(uid)) continue;
            var row = stored.Folder[now];
            if (!command.Silent) Updates.FlagsLine(session, sequence, row, stored.Folder, command.Uid);
            else if (condStore && row.ModSeq == stored.ModSeq)
            {
                var to = session.Out.BeginFetch(sequence);
                if (command.Uid || session.Enabled.HasFlag(ImapExtensions.QResync)) to.FetchUid(uid).Space();
                to.FetchModSeq(row.ModSeq).EndFetch();
            }

            await session.Drain();
        }

        return lost;
    }

    private static string Names(FolderSnapshot told, UidSet uids, bool byUid) => byUid
        ? uids.ToString()
        : UidSet.Of([.. uids.Each().Select(uid => (uint)told.SequenceOf(uid)).Where(sequence => sequence > 0)]).ToString();

    private static FlagChange Change(StoreMode mode) => mode switch
    {
        StoreMode.Add => FlagChange.Add,
        StoreMode.Remove => FlagChange.Remove,
        _ => FlagChange.Replace,
    };
}
