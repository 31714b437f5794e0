using MailActors.Domain.Queue;
using static MailActors.Domain.Queue.QueueQueries;
using static MailActors.Domain.Queue.QueueReplies;

namespace MailActors.Actors.Queue;

/// <summary>What a partition says of itself. It changes nothing.</summary>
internal static class QueueAnswers
{
    /// <param name="now">Seconds since 1970 UTC.</param>
    public static QueueReply Of(QueueQuery query, QueueState state, long now) => query switch
    {
        ListQueue list => Listing(list, state),
        CountQueue count => Count(count, state, now),
        ShowMessage show => new MessageShown(state.Find(show.Message) is { } entry ? entry.Show(state.IsHeld(entry)) : null),
        HeldSenders => new SendersHeld(state.HeldSenders),
        _ => throw new ArgumentOutOfRangeException(nameof(query)),
    };

    private static QueueListing Listing(ListQueue list, QueueState state)
    {
        var page = QueuePage.Of(state, list.Filter, list.After, list.Limit);
        return new(list.Partition, state.Count, [.. page.Fitting.Select(e => e.Show(state.IsHeld(e)))], page.Next);
    }

    private static QueueCounted Count(CountQueue count, QueueState state, long now)
    {
        var page = QueuePage.Of(state, count.Filter, count.After, QueuePage.Most);
        var census = new QueueCensus();
        foreach (var entry in page.Fitting) census.Count(entry, state.IsHeld(entry), count.Filter, now);
        return new(census.Lines, page.Next);
    }
}
