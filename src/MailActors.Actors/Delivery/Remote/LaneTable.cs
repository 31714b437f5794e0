using System.Collections.Immutable;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>The lanes of one courier and what waits in them. Plain: it knows no actor.</summary>
internal sealed class LaneTable(RemoteServices services)
{
    private readonly Dictionary<NextHop, Lane> _byHop = [];
    private readonly Dictionary<Guid, Lane> _byClaimant = [];
    private readonly Dictionary<QueueId, Job> _byMessage = [];

    public int Waiting { get; private set; }

    public IEnumerable<Lane> All => _byHop.Values;

    public Lane? Of(Guid claimant) => _byClaimant.GetValueOrDefault(claimant);

    public Lane For(NextHop hop, DateTimeOffset now)
    {
        if (_byHop.TryGetValue(hop, out var lane)) return lane;
        lane = new(hop, services.Rules.For(hop.Destination), services.Settings.NewOfFive, now);
        _byHop[hop] = lane;
        _byClaimant[lane.Claimant] = lane;
        return lane;
    }

    public void Remove(Lane lane)
    {
        _byHop.Remove(lane.Hop);
        _byClaimant.Remove(lane.Claimant);
    }

    public bool HasRoom(Lane lane) => lane.Waiting.Count < services.Settings.MaxWaiting && Waiting < services.Settings.MaxWaitingInAll;

    /// <summary>Puts recipients in line, those of one message, one reverse-path and one forwarding address in one transaction where they fit.</summary>
    public void Add(Lane lane, RemoteDelivery.Deliver deliver)
    {
        foreach (var group in deliver.Recipients.GroupBy(number => (deliver.Envelope.Recipient(number).Sender, deliver.Envelope.Recipient(number).Via)))
            foreach (var some in group.Chunk(services.Settings.MaxRecipients))
            {
                if (Mate(lane, deliver, group.Key, some.Length) is { } mate) mate.Recipients = mate.Recipients.AddRange(some);
                else Add(new Job(lane, deliver.Envelope, [.. some], deliver.Tries) { ReversePath = group.Key.Sender, Via = group.Key.Via });
            }
    }

    public Job? Take(Lane lane)
    {
        if (lane.Waiting.Take() is not { } job) return null;
        Waiting--;
        return job;
    }

    public void PutBack(Job job, ImmutableArray<int> untried)
    {
        job.Recipients = untried;
        job.Passes++;
        job.Lane.Waiting.PutBack(job);
        Waiting++;
    }

    /// <summary>The job is settled.</summary>
    public void Forget(Job job)
    {
        if (!_byMessage.TryGetValue(job.Envelope.Id, out var first)) return;
        if (first == job)
        {
            if (job.Sibling is { } next) _byMessage[job.Envelope.Id] = next;
            else _byMessage.Remove(job.Envelope.Id);
            return;
        }

        for (var before = first; before.Sibling is not null; before = before.Sibling)
        {
            if (before.Sibling != job) continue;
            before.Sibling = job.Sibling;
            return;
        }
    }

    /// <summary>Takes back what has not begun.</summary>
    public void Withdraw(QueueId message)
    {
        for (var job = _byMessage.GetValueOrDefault(message); job is not null; job = job.Sibling)
        {
            if (!job.IsWaiting || job.IsWithdrawn) continue;
            job.Lane.Waiting.Withdraw(job);
            Waiting--;
            Forget(job);
        }
    }

    private void Add(Job job)
    {
        job.Sibling = _byMessage.GetValueOrDefault(job.Envelope.Id);
        _byMessage[job.Envelope.Id] = job;
        job.Lane.Waiting.Add(job);
        Waiting++;
    }

    // Recipients in several domains may share a relay.
    private Job? Mate(Lane lane, RemoteDelivery.Deliver deliver, (MailAddress? Sender, MailAddress? Via) way, int count)
    {
        for (var job = _byMessage.GetValueOrDefault(deliver.Envelope.Id); job is not null; job = job.Sibling)
            if (job.Lane == lane && job is { IsWaiting: true, IsWithdrawn: false } && job.Tries == deliver.Tries && (job.ReversePath, job.Via) == way
                && job.Recipients.Length + count <= services.Settings.MaxRecipients) return job;
        return null;
    }
}
