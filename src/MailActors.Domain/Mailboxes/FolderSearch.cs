namespace MailActors.Domain.Mailboxes;

/// <summary>Neighbouring messages of one chunk: indexes <paramref name="From"/> up to but not including <paramref name="To"/>.</summary>
internal readonly record struct ChunkRun(int Chunk, int From, int To);

/// <summary>Finds the messages of a UID set in a loaded folder, range by range and never UID by UID: <c>1:4294967295</c> costs as much as
/// the folder has chunks.</summary>
internal static class FolderSearch
{
    public static IEnumerable<ChunkRun> Find(this FolderMessages messages, UidSet uids)
    {
        var chunk = 0;
        foreach (var range in uids.Ranges)
        {
            chunk = FirstEndingAtOrAfter(messages, chunk, range.First);
            for (; chunk < messages.Chunks.Length && messages.Chunks[chunk].FirstUid <= range.Last; chunk++)
            {
                var from = messages.Chunks[chunk].IndexOf(range.First);
                var to = messages.Chunks[chunk].IndexOf(range.Last);
                from = from < 0 ? ~from : from;
                to = to < 0 ? ~to : to + 1;
                if (from < to) yield return new(chunk, from, to);
                if (messages.Chunks[chunk].LastUid > range.Last) break;
            }
        }
    }

    public static IEnumerable<MessageRow> Rows(this FolderMessages messages, UidSet uids)
    {
        foreach (var run in messages.Find(uids))
            for (var i = run.From; i < run.To; i++) yield return messages.Chunks[run.Chunk][i];
    }

    private static int FirstEndingAtOrAfter(FolderMessages messages, int low, uint uid)
    {
        for (var high = messages.Chunks.Length; low < high;)
        {
            var middle = (low + high) / 2;
            if (messages.Chunks[middle].LastUid < uid) low = middle + 1;
            else high = middle;
        }

        return low;
    }
}
