using MailActors.Actors.Imap.Fetch;
using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>FETCH and UID FETCH (RFC 9051 §6.4.5, RFC 7162 §3.1.4, RFC 3516). Works in batches: memory holds one batch of summaries and one piece
/// of output, whatever was asked for.</summary>
internal static class FetchHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, FetchCommand command)
    {
        var plan = new FetchPlan(command);
        if (plan.UsesModSeq) session.UseCondStore();
        if (command.Vanished && !session.Enabled.HasFlag(ImapExtensions.QResync)) return ImapReply.Bad("Enable QRESYNC first."); // RFC 7162 §3.2.6
        if (command.Uid) await Updates.Tell(session);
        var view = session.Folder!;
        if (MessageSet.Of(view.Told, command.Set, command.Uid, session.SavedSearch) is not { } set) return ImapReply.Bad("No such message.");
        if (command.Vanished)
        {
            var among = command.Set.IsSaved ? session.SavedSearch : Resynchronisation.Ranges(command.Set.Resolve(uint.MaxValue));
            Resynchronisation.Vanished(session, view.Told, command.ChangedSince ?? 0, among);
        }

        var failed = await Answer(session, plan, set);
        if (failed is { Abandoned: true }) return null;
        if (command.Uid) await Updates.Tell(session);
        else await Updates.TellWithoutExpunge(session);
        return failed?.Reply ?? ImapReply.Ok("That is all.");
    }

    private static async Task<FetchFailure?> Answer(ImapSession session, FetchPlan plan, MessageSet set)
    {
        FetchFailure? failure = null;
        foreach (var batch in set.Sequences.Chunk(session.Settings.SummaryBatch))
        {
            var seen = plan.SetsSeen ? await MarkSeen(session, batch) : UidSet.Empty;
            var rows = new List<(int Sequence, MessageRow Row, bool Gone)>(batch.Length);
            foreach (var sequence in batch)
            {
                var row = session.Folder!.RowAt(sequence, out var gone);
                if (plan.ChangedSince is not { } since || row.ModSeq > since) rows.Add((sequence, row, gone));
            }

            IReadOnlyList<MessageSummary?>? summaries = plan.NeedsSummary && rows.Count > 0
                ? await session.Services.Blobs.Summaries([.. rows.Select(r => r.Row.Blob)], session.Connection.Gone)
                : null;
            for (var i = 0; i < rows.Count; i++)
            {
                var (sequence, row, gone) = rows[i];
                if (await FetchItems.Write(session, plan, sequence, row, summaries?[i], seen.Contains(row.Uid)) is { } broken)
                {
                    if (broken.Abandoned) return broken;

                    // RFC 2180 §4.1.1: a message that another session expunged is given from what this one holds while its octets are there.
                    // §4.1.2: once they are not, it is left out and the tagged answer says so.
                    if (!gone) failure = broken;
                    else failure ??= new(ImapWords.Expunged);
                }

                await session.Drain();
            }
        }

        return failure;
    }

    /// <summary>RFC 9051 §6.4.5: reading a body sets \Seen. Reading goes on when that can't be stored.</summary>
    /// <returns>Those that were not seen before: their flags are told along.</returns>
    private static async Task<UidSet> MarkSeen(ImapSession session, int[] batch)
    {
        var view = session.Folder!;
        if (view.ReadOnly) return UidSet.Empty;
        var unseen = MessageSet.UidsOf(view.Told, batch.Where(s => !view.RowAt(s, out var gone).Flags.HasFlag(MessageFlags.Seen) && !gone));
        if (unseen.IsEmpty) return unseen;
        var reply = await session.Ask(new MailboxCommands.StoreFlags(
            session.AccountId, CommandId.New(), view.Id, unseen, FlagChange.Add, new(MessageFlags.Seen, []), null));
        if (reply is not MailboxReplies.Stored stored) return UidSet.Empty;
        view.Learn(stored.Folder);
        view.Announced(unseen, stored.ModSeq);
        return unseen;
    }
}
