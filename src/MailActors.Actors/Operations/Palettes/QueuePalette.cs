using MailActors.Actors.Queue;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Operations.Palettes;

public sealed class QueuePalette(IQueues queues)
{
    public CommandPalette Make() => new("queue", "Mail that has been accepted and still has to go somewhere", [
        new("list", "Lists it, oldest first", ["limit?"], async call =>
        {
            var (good, limit) = await call.Number("limit").ConfigureAwait(false);
            if (!good) return 1;
            var replies = await Task.WhenAll(Enumerable.Range(0, queues.Partitions)
                .Select(partition => queues.Ask(new QueueQueries.ListQueue(partition, (int)Math.Min(limit ?? 100, 10_000)), call.Cancel))).ConfigureAwait(false);
            var messages = replies.OfType<QueueReplies.QueueListing>().SelectMany(listing => listing.Messages).OrderBy(m => m.Envelope.ReceivedAt);
            foreach (var message in messages.Take((int)Math.Min(limit ?? 100, 10_000))) await Rows(call, message).ConfigureAwait(false);
            var missing = replies.Count(reply => reply is not QueueReplies.QueueListing);
            return missing == 0 ? 0 : await call.Refuse("Unavailable", $"{missing} of {queues.Partitions} partitions did not answer.").ConfigureAwait(false);
        }),
        new("show", "Shows one message", ["id"], async call =>
        {
            if (await Id(call).ConfigureAwait(false) is not { } id) return 1;
            for (var partition = 0; partition < queues.Partitions; partition++)
            {
                var reply = await queues.Ask(new QueueQueries.ShowMessage(partition, id), call.Cancel).ConfigureAwait(false);
                if (reply is not QueueReplies.MessageShown { Message: { } message }) continue;
                await Rows(call, message).ConfigureAwait(false);
                return 0;
            }

            return await NoSuchMessage(call).ConfigureAwait(false);
        }),
        new("hold", "Delivers nothing of a message until it is released", ["id"], call => Operate(call, (partition, id) => new QueueCommands.HoldMessage(partition, id, Hold: true))),
        new("release", "Lets a held message go on", ["id"], call => Operate(call, (partition, id) => new QueueCommands.HoldMessage(partition, id, Hold: false))),
        new("retry", "Tries at once what was put off", ["id"], call => Operate(call, (partition, id) => new QueueCommands.RetryMessage(partition, id))),
        new("cancel", "Gives a message up and tells its sender", ["id"], call => Operate(call, (partition, id) => new QueueCommands.CancelMessage(partition, id, Tell: true))),
        new("discard", "Gives a message up and tells nobody", ["id"], call => Operate(call, (partition, id) => new QueueCommands.CancelMessage(partition, id, Tell: false))),
    ]);

    /// <summary>Asks every partition: an id does not tell where its message is.</summary>
    private async Task<int> Operate(CommandCall call, Func<int, QueueId, QueueCommand> command)
    {
        if (await Id(call).ConfigureAwait(false) is not { } id) return 1;
        var replies = await Task.WhenAll(Enumerable.Range(0, queues.Partitions).Select(partition => queues.Operate(command(partition, id), call.Cancel))).ConfigureAwait(false);
        if (replies.OfType<QueueReplies.Operated>().Any(reply => reply.Found)) return 0;
        var missing = replies.Count(reply => reply is not QueueReplies.Operated);
        return missing == 0
            ? await NoSuchMessage(call).ConfigureAwait(false)
            : await call.Refuse("Unavailable", $"{missing} of {queues.Partitions} partitions did not answer, the others have no such message.").ConfigureAwait(false);
    }

    private static Task<int> NoSuchMessage(CommandCall call) =>
        call.Refuse("NoSuchMessage", "No message of this id is in the queue: it was delivered, or it never was here.");

    private static async Task<QueueId?> Id(CommandCall call)
    {
        if (Guid.TryParseExact(call.Text("id"), "N", out var id)) return new QueueId(id);
        await call.Refuse("InvalidId", "An id is the 32 digits that queue list shows.").ConfigureAwait(false);
        return null;
    }

    private static async Task Rows(CommandCall call, QueuedMessage message)
    {
        foreach (var recipient in message.Recipients)
            await call.Row(
                ("id", message.Envelope.Id.ToString()), ("sender", message.Envelope.ReversePath?.ToString() ?? "<>"), ("recipient", recipient.Address),
                ("status", message.Held && recipient.Status is (RecipientStatus.Active or RecipientStatus.Deferred) ? "held" : recipient.Status.ToString().ToLowerInvariant()), ("tries", recipient.Tries), ("nextTry", recipient.NextTry), ("reason", recipient.Reason?.ToString()),
                ("size", message.Envelope.Size), ("received", message.Envelope.ReceivedAt)).ConfigureAwait(false);
    }
}
