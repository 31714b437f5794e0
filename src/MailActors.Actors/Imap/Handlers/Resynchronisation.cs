using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Imap.Session;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>What changed since the client was here last (RFC 7162 §3.2.5.1, §3.2.6). The folder remembers every UID that went, so the answer is
/// never more than what really went; the sequence matches a client may send save nothing here.</summary>
internal static class Resynchronisation
{
    public static async ValueTask Tell(ImapSession session, FolderSnapshot folder, QresyncParameter known)
    {
        if (known.UidValidity != folder.Info.UidValidity) return;
        var uids = known.KnownUids is { } set ? Ranges(set.Resolve(uint.MaxValue)) : null;
        Vanished(session, folder, known.ModSeq, uids);
        for (var chunk = 0; chunk < folder.Chunks.Length; chunk++)
        {
            for (var i = 0; i < folder.Chunks[chunk].Count; i++)
            {
                if (folder.Chunks[chunk].ModSeqs[i] <= known.ModSeq) continue;
                var row = folder.Chunks[chunk][i];
                if (uids is not null && !uids.Contains(row.Uid)) continue;
                Updates.FlagsLine(session, folder.Starts[chunk] + i + 1, row, folder, withUid: true);
                await session.Drain();
            }
        }
    }

    /// <param name="among">Null: all.</param>
    public static void Vanished(ImapSession session, FolderSnapshot folder, long since, UidSet? among)
    {
        var gone = folder.Vanished.Since(since);
        if (among is not null) gone = Intersection(gone, among);
        if (!gone.IsEmpty) session.Out.Vanished(gone.ToString(), earlier: true);
    }

    public static UidSet Ranges(IEnumerable<(uint First, uint Last)> ranges) => UidSet.OfRanges(ranges.Select(r => new UidRange(r.First, r.Last)));

    private static UidSet Intersection(UidSet left, UidSet right)
    {
        var common = new List<UidRange>();
        int i = 0, j = 0;
        while (i < left.Ranges.Length && j < right.Ranges.Length)
        {
            var (a, b) = (left.Ranges[i], right.Ranges[j]);
            var first = Math.Max(a.First, b.First);
            var last = Math.Min(a.Last, b.Last);
            if (first <= last) common.Add(new(first, last));
            if (a.Last < b.Last) i++;
            else j++;
        }

        return UidSet.OfRanges(common);
    }
}
