using MailActors.Domain.Queue;
using static MailActors.Domain.Queue.QueueQueries;
using static MailActors.Domain.Queue.QueueReplies;

namespace MailActors.Actors.Queue;

/// <summary>What a partition tells of itself.</summary>
internal static class QueueAnswers
{
    public static QueueListing Answer(this QueueState state, ListQueue list) => new(
        list.Partition, state.Entries.Count,
        [.. state.Entries.Values.OrderBy(e => e.Envelope.ReceivedAt).Take(list.Limit).Select(e => e.Show(state.IsHeld(e)))]);

    public static MessageShown Answer(this QueueState state, ShowMessage show) =>
        new(state.Entries.GetValueOrDefault(show.Message) is { } shown ? shown.Show(state.IsHeld(shown)) : null);
}
