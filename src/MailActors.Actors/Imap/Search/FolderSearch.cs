using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Search;

/// <summary>Holds messages against a search: first their rows alone, then, for those that leaves open, summaries and the messages themselves, a batch at
/// a time. Batches are read beside each other on the thread pool: the session's thread only hands them out.</summary>
internal sealed class FolderSearch(SearchTest test, IBlobStore blobs, int batch, CancellationToken cancel)
{
    /// <summary>Octets of messages a batch holds at a time: many small messages come with one trip to the store, and memory stays small.</summary>
    private const long Slice = 256 * 1024;

    /// <summary>Batches of one search that are read at a time.</summary>
    private const int AtOnce = 2;

    /// <returns>What was found, in the order given. A message that can't be read is not found.</returns>
    public async Task<List<(int Sequence, MessageRow Row)>> Find(IEnumerable<(int Sequence, MessageRow Row)> messages)
    {
        var found = new List<(int Sequence, MessageRow Row)>();
        var open = new List<Candidate>();
        var reading = new Queue<Task<List<(int Sequence, MessageRow Row)>>>();
        var inOrder = true;
        foreach (var (sequence, row) in messages)
        {
            var candidate = new Candidate(sequence, row, null);
            var known = test.Decide(candidate);
            if (known is true)
            {
                inOrder &= open.Count == 0 && reading.Count == 0;
                found.Add((sequence, row));
            }
            else if (known is null)
            {
                open.Add(candidate);
                if (open.Count < batch) continue;
                if (reading.Count == AtOnce) found.AddRange(await reading.Dequeue());
                reading.Enqueue(Begin(open));
                open = new(batch);
            }
        }

        if (open.Count > 0) reading.Enqueue(Begin(open));
        while (reading.TryDequeue(out var batchRead)) found.AddRange(await batchRead);
        if (!inOrder) found.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return found;
    }

    private Task<List<(int Sequence, MessageRow Row)>> Begin(List<Candidate> open) => Task.Run(() => Read(open), cancel);

    private async Task<List<(int Sequence, MessageRow Row)>> Read(List<Candidate> open)
    {
        var found = new List<(int Sequence, MessageRow Row)>();
        var summaries = await blobs.Summaries([.. open.Select(c => c.Row.Blob)], cancel);
        var slice = new List<Candidate>();
        long octets = 0;
        for (var i = 0; i < open.Count; i++)
        {
            if (summaries[i] is not { } summary) continue;
            var candidate = open[i] with { Summary = summary };
            if (test.Decide(candidate) is { } known)
            {
                if (known) found.Add((candidate.Sequence, candidate.Row));
                continue;
            }

            if (octets + candidate.Row.Size > Slice)
            {
                await ReadMessages(slice, found);
                octets = 0;
            }

            slice.Add(candidate);
            octets += candidate.Row.Size;
        }

        await ReadMessages(slice, found);
        found.Sort((a, b) => a.Sequence.CompareTo(b.Sequence));
        return found;
    }

    private async Task ReadMessages(List<Candidate> slice, List<(int Sequence, MessageRow Row)> found)
    {
        if (slice.Count == 0) return;
        var messages = await blobs.OpenAll([.. slice.Select(c => c.Row.Blob)], cancel);
        for (var i = 0; i < slice.Count; i++)
        {
            await using var message = messages[i];
            if (message is not null && await Matches(slice[i], message)) found.Add((slice[i].Sequence, slice[i].Row));
        }

        slice.Clear();
    }

    private async ValueTask<bool> Matches(Candidate candidate, IBlobReader message)
    {
        try
        {
            return await test.Read(candidate, new MessageText(candidate.Summary!, message, cancel));
        }
        catch (StorageException e) when (e.Fault == StorageFault.Damaged)
        {
            return false;
        }
    }
}
