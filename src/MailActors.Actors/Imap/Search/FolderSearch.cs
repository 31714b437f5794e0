using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Search;

/// <summary>Holds messages against a search: first their rows alone, then, for those that leaves open, summaries a batch at a time, and the messages
/// themselves one at a time.</summary>
internal sealed class FolderSearch(SearchTest test, IBlobStore blobs, int batch, CancellationToken cancel)
{
    /// <returns>What was found, in the order given. A message that can't be read is not found.</returns>
    public async Task<List<(int Sequence, MessageRow Row)>> Find(IEnumerable<(int Sequence, MessageRow Row)> messages)
    {
        var found = new List<(int Sequence, MessageRow Row)>();
        var open = new List<Candidate>(batch);
        var inOrder = true;
        foreach (var (sequence, row) in messages)
        {
            var candidate = new Candidate(sequence, row, null);
            var known = test.Decide(candidate);
            if (known is true)
            {
                inOrder &= open.Count == 0;
                found.Add((sequence, row));
            }
            else if (known is null)
            {
                open.Add(candidate);
                if (open.Count == batch) await ReadOn(open, found);
            }
        }

        await ReadOn(open, found);
        if (!inOrder) found.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return found;
    }

    private async Task ReadOn(List<Candidate> open, List<(int Sequence, MessageRow Row)> found)
    {
        if (open.Count == 0) return;
        var summaries = await blobs.Summaries([.. open.Select(c => c.Row.Blob)], cancel);
        for (var i = 0; i < open.Count; i++)
        {
            if (summaries[i] is not { } summary) continue;
            var candidate = open[i] with { Summary = summary };
            if (test.Decide(candidate) ?? await Read(candidate, summary)) found.Add((candidate.Sequence, candidate.Row));
        }

        open.Clear();
    }

    private async Task<bool> Read(Candidate candidate, MessageSummary summary)
    {
        try
        {
            await using var blob = await blobs.Open(candidate.Row.Blob, cancel);
            return blob is not null && await test.Read(candidate, new MessageText(summary, blob, cancel));
        }
        catch (StorageException e) when (e.Fault == StorageFault.Damaged)
        {
            return false;
        }
    }
}
