using MailActors.Actors.Imap.Search;
using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>SEARCH and UID SEARCH (RFC 9051 §6.4.4, RFC 4731, RFC 5182).</summary>
internal static class SearchHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, SearchCommand command)
    {
        var saves = command.Return?.HasFlag(SearchReturn.Save) == true;
        if (command.Charset is not ("UTF-8" or "US-ASCII"))
        {
            if (saves) session.SavedSearch = UidSet.Empty; // RFC 5182 §2.1: a refused search saves nothing
            return ImapReply.No("Only US-ASCII and UTF-8.", ResponseCode.BadCharset);
        }

        if (command.UsesModSeq) session.UseCondStore();
        if (command.Uid) await Updates.Tell(session);
        var view = session.Folder!;
        var scope = new SearchScope(view.Told, session.SavedSearch, view.Recent, session.Services.Time.GetUtcNow().ToUnixTimeSeconds());
        var search = new FolderSearch(SearchPlan.From(command.Key, scope), session.Services.Blobs, session.Settings.SummaryBatch, session.Connection.Gone);
        var found = await search.Find(Messages(view));
        if (saves) session.SavedSearch = Saved(command.Return!.Value, found);
        if (command.Return is not null || session.Enabled.HasFlag(ImapExtensions.Rev2)) Extended(session, command, found);
        else await Plain(session, command, found);
        if (command.Uid) await Updates.Tell(session);
        else await Updates.TellWithoutExpunge(session);
        return ImapReply.Ok("That is all.");
    }

    /// <summary>What the client knows of, as it is now; what is gone is found by nothing (RFC 2180 §4.3).</summary>
    private static IEnumerable<(int Sequence, MessageRow Row)> Messages(FolderView view)
    {
        var sequence = 0;
        foreach (var chunk in view.Told.Chunks)
        {
            for (var i = 0; i < chunk.Count; i++)
            {
                sequence++;
                var gone = false;
                var row = view.Behind ? view.RowAt(sequence, out gone) : chunk[i];
                if (!gone) yield return (sequence, row);
            }
        }
    }

    private static async ValueTask Plain(ImapSession session, SearchCommand command, List<(int Sequence, MessageRow Row)> found)
    {
        session.Out.Raw("* SEARCH"u8);
        foreach (var (sequence, row) in found)
        {
            session.Out.Space().Number(command.Uid ? row.Uid : sequence);
            await session.Drain();
        }

        if (command.UsesModSeq && found.Count > 0) session.Out.Raw(" (MODSEQ "u8).Number(found.Max(f => f.Row.ModSeq)).Close();
        session.Out.Line();
    }

    private static void Extended(ImapSession session, SearchCommand command, List<(int Sequence, MessageRow Row)> found)
    {
        var wanted = (command.Return ?? SearchReturn.All) & ~SearchReturn.Save;
        // RFC 5182 §2.1: SAVE alone asks for no answer.
        if (wanted == SearchReturn.None) return;
        uint Number((int Sequence, MessageRow Row) message) => command.Uid ? message.Row.Uid : (uint)message.Sequence;
        session.Out.Esearch(command.Tag, command.Uid, wanted, new(
            found.Count,
            found.Count == 0 ? 0 : Number(found[0]),
            found.Count == 0 ? 0 : Number(found[^1]),
            wanted.HasFlag(SearchReturn.All) ? UidSet.Of([.. found.Select(Number)]).ToString() : "",
            command.UsesModSeq && found.Count > 0 ? ModSeq(wanted, found) : null));
    }

    /// <summary>RFC 4731 §3.2: of the smallest or largest alone when only those are asked for.</summary>
    private static long ModSeq(SearchReturn wanted, List<(int Sequence, MessageRow Row)> found) => wanted switch
    {
        SearchReturn.Min => found[0].Row.ModSeq,
        SearchReturn.Max => found[^1].Row.ModSeq,
        SearchReturn.Min | SearchReturn.Max => Math.Max(found[0].Row.ModSeq, found[^1].Row.ModSeq),
        _ => found.Max(f => f.Row.ModSeq),
    };

    /// <summary>RFC 5182 §2.4: with MIN or MAX and without ALL and COUNT only those are saved.</summary>
    private static UidSet Saved(SearchReturn wanted, List<(int Sequence, MessageRow Row)> found)
    {
        var ends = wanted & (SearchReturn.Min | SearchReturn.Max);
        if (found.Count == 0) return UidSet.Empty;
        if (ends == SearchReturn.None || (wanted & (SearchReturn.All | SearchReturn.Count)) != 0) return UidSet.Of([.. found.Select(f => f.Row.Uid)]);
        return ends switch
        {
            SearchReturn.Min => UidSet.Of(found[0].Row.Uid),
            SearchReturn.Max => UidSet.Of(found[^1].Row.Uid),
            _ => UidSet.Of(found[0].Row.Uid, found[^1].Row.Uid),
        };
    }
}
