using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Selected;

/// <summary>Writes what changed in the selected folder as untagged responses (RFC 9051 §7.4, §7.5; RFC 7162 §3.2.10).</summary>
internal static class Updates
{
    /// <summary>Everything. Where an EXPUNGE may be told.</summary>
    public static ValueTask Tell(ImapSession session) =>
        session.Folder is { Behind: true } folder ? Write(session, folder.Synchronise()) : ValueTask.CompletedTask;

    /// <summary>Only if no sequence number moves: behind FETCH, STORE and SEARCH.</summary>
    public static ValueTask TellWithoutExpunge(ImapSession session) =>
        session.Folder is { Behind: true } folder ? Write(session, folder.SynchroniseWithoutExpunge()) : ValueTask.CompletedTask;

    /// <summary>Asks the mailbox instead of waiting for its push: for a client that polls, or wants to see what it just did itself.</summary>
    public static async ValueTask Refresh(ImapSession session)
    {
        if (session.Folder is not { } folder) return;
        if (await session.Ask(new MailboxQueries.ReadFolder(session.AccountId, folder.Latest.Info.Name)) is MailboxReplies.FolderView read)
            folder.Learn(read.Folder);
        await Tell(session);
    }

    private static async ValueTask Write(ImapSession session, FolderChanges changes)
    {
        if (changes.Nothing) return;
        var told = session.Folder!.Told;
        if (changes.GoneUids.IsEmpty == false && session.Enabled.HasFlag(ImapExtensions.QResync))
        {
            session.Out.Vanished(changes.GoneUids.ToString(), earlier: false);
        }
        else
        {
            foreach (var sequence in changes.Gone)
            {
                session.Out.Expunge(sequence);
                await session.Drain();
            }
        }

        if (changes.Exists is { } exists)
        {
            session.Out.Exists(exists);
            await RecentMessages.Learn(session);
        }

        RecentMessages.Tell(session, always: changes.Exists is not null);
        if (changes.Keywords) FlagNames.Announce(session, told);
        foreach (var sequence in changes.Changed)
        {
            FlagsLine(session, sequence, told[sequence], told, withUid: false);
            await session.Drain();
        }
    }

    /// <summary>An untagged FETCH that tells flags; with MODSEQ once CONDSTORE is on, with UID once QRESYNC is (RFC 7162 §3.2.4).</summary>
    public static void FlagsLine(ImapSession session, int sequence, MessageRow row, FolderSnapshot folder, bool withUid)
    {
        var to = session.Out.BeginFetch(sequence);
        if (withUid || session.Enabled.HasFlag(ImapExtensions.QResync)) to.FetchUid(row.Uid).Space();
        FlagNames.Write(to, row.Flags, folder.Keywords, session.Folder!.IsRecent(row.Uid));
        if (session.Enabled.HasFlag(ImapExtensions.CondStore)) to.Space().FetchModSeq(row.ModSeq);
        to.EndFetch();
    }
}
