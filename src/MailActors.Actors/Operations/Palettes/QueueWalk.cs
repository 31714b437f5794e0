using MailActors.Actors.Queue;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>A walk through all partitions in bounded steps, so that a queue of any size is never in one answer.</summary>
internal sealed class QueueWalk(IQueues queues, CancellationToken cancel)
{
    private const int Step = 200;
    private readonly Lock _lock = new();

    /// <summary>Partitions that did not answer.</summary>
    public int Missing { get; private set; }

    /// <summary>Each partition from its beginning to its end, all at the same time.</summary>
    /// <param name="take">Not good when the reply is none of those hoped for. Called by one at a time.</param>
    public Task Each(QueuePosition? from, Func<int, QueuePosition?, Task<QueueReply>> ask, Func<QueueReply, (bool Good, QueuePosition? Next)> take) =>
        Task.WhenAll(Enumerable.Range(0, queues.Partitions).Select(async partition =>
        {
            var after = from;
            do
            {
                var reply = await ask(partition, after).ConfigureAwait(false);
                lock (_lock)
                {
                    var (good, next) = take(reply);
                    if (!good) Missing++;
                    after = good ? next : null;
                }
            }
            while (after is not null);
        }));

    /// <summary>The messages of all partitions in one line, oldest first.</summary>
    public async IAsyncEnumerable<QueuedMessage> Messages(QueueFilter filter, QueuePosition? after)
    {
        var parts = Enumerable.Range(0, queues.Partitions).Select(p => new Part(p, after)).ToList();
        while (true)
        {
            await Task.WhenAll(parts.Where(p => p is { IsOver: false, Shown.Count: 0 }).Select(p => Fill(p, filter))).ConfigureAwait(false);
            Missing += parts.RemoveAll(p => p.IsSilent);
            if (parts.Where(p => p.Shown.Count > 0).MinBy(p => PositionOf(p.Shown.Peek())) is not { } first) yield break;
            yield return first.Shown.Dequeue();
        }
    }

    public static QueuePosition PositionOf(QueuedMessage message) => new(message.Envelope.ReceivedAt, message.Envelope.Id);

    private async Task Fill(Part part, QueueFilter filter)
    {
        while (!part.IsOver && part.Shown.Count == 0)
        {
            var reply = await queues.Ask(new QueueQueries.ListQueue(part.Partition, filter, part.After, Step), cancel).ConfigureAwait(false);
            if (reply is not QueueReplies.QueueListing listing)
            {
                part.IsSilent = true;
                return;
            }

            foreach (var message in listing.Messages) part.Shown.Enqueue(message);
            part.IsOver = listing.Next is null;
            part.After = listing.Next;
        }
    }

    private sealed class Part(int partition, QueuePosition? after)
    {
        public int Partition { get; } = partition;

        public QueuePosition? After { get; set; } = after;

        public Queue<QueuedMessage> Shown { get; } = [];

        public bool IsOver { get; set; }

        public bool IsSilent { get; set; }
    }
}
