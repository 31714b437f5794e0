using MailActors.Actors.Queue;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Queue;
using MailActors.Domain.Submission;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>What operators see of the queue and do to it. An answer never holds more than a part of the queue.</summary>
public sealed class QueuePalette(IQueues queues, IDirectoryAdmin admin, IDirectory directory, ISendingLedger ledger, TimeProvider time)
{
    private const int MostListed = 10_000;

    public CommandPalette Make() => new("queue", "Mail that has been accepted and still has to go somewhere", [
        new("list", "Lists it, oldest first", [.. QueueFilterWords.Arguments, "limit?", "after?"], List),
        new("count", "Counts messages and recipients", QueueFilterWords.Arguments, Count),
        new("stats", "Counts by state, domain, reason and age", [.. QueueFilterWords.Arguments, "limit?"], Stats),
        new("show", "Shows one message", ["id"], Show),
        Operation("hold", "Delivers nothing of a message until it is released", QueueAction.Hold),
        Operation("release", "Lets a held message go on", QueueAction.Release),
        Operation("retry", "Tries at once what was put off", QueueAction.Retry),
        Operation("cancel", "Gives a message up and tells its sender", QueueAction.Cancel),
        Operation("discard", "Gives a message up and tells nobody", QueueAction.Discard),
        new("flush", "Tries at once all that was put off, for a domain or for all", ["domain?"],
            call => Many(call, new QueueFilter { Domain = call.Optional("domain") }, QueueAction.Retry)),
        new("hold-account", "Holds all that an account has sent and will send", ["address"], call => HoldAccount(call, hold: true)),
        new("release-account", "Lets mail of a held account go on", ["address"], call => HoldAccount(call, hold: false)),
        new("held-accounts", "Lists the accounts whose mail is held", [], HeldAccounts),
    ]);

    private async Task<int> List(CommandCall call)
    {
        var (good, limit) = await call.Number("limit").ConfigureAwait(false);
        if (!good || await call.Filter(admin, time).ConfigureAwait(false) is not { } filter) return 1;
        QueuePosition? after = null;
        if (call.Optional("after") is { } text)
        {
            if (!QueuePosition.TryParse(text, out var position)) return await call.Refuse("BadPosition", "after is what the list before ended with.").ConfigureAwait(false);
            after = position;
        }

        var walk = new QueueWalk(queues, call.Cancel);
        var left = Math.Min(limit ?? 100, MostListed);
        QueuePosition? last = null;
        await foreach (var message in walk.Messages(filter, after).ConfigureAwait(false))
        {
            if (left-- == 0)
            {
                await call.Say($"There are more: add --after {last}").ConfigureAwait(false);
                break;
            }

            await Rows(call, message).ConfigureAwait(false);
            last = QueueWalk.PositionOf(message);
        }

        return await Complete(call, walk).ConfigureAwait(false);
    }

    private async Task<int> Count(CommandCall call)
    {
        if (await call.Filter(admin, time).ConfigureAwait(false) is not { } filter) return 1;
        var (census, walk) = await Census(call, filter).ConfigureAwait(false);
        var total = census.Top(CensusKind.Total, 1).FirstOrDefault();
        await call.Row(("messages", total?.Messages ?? 0), ("recipients", total?.Recipients ?? 0), ("oldest", total?.Oldest)).ConfigureAwait(false);
        return await Complete(call, walk).ConfigureAwait(false);
    }

    private async Task<int> Stats(CommandCall call)
    {
        var (good, limit) = await call.Number("limit").ConfigureAwait(false);
        if (!good || await call.Filter(admin, time).ConfigureAwait(false) is not { } filter) return 1;
        var (census, walk) = await Census(call, filter).ConfigureAwait(false);
        foreach (var kind in Enum.GetValues<CensusKind>())
            foreach (var line in census.Top(kind, (int)Math.Min(limit ?? 20, MostListed)))
                await call.Row(
                    ("by", kind.ToString().ToLowerInvariant()), ("name", line.Name), ("messages", line.Messages), ("recipients", line.Recipients), ("oldest", line.Oldest)).ConfigureAwait(false);
        return await Complete(call, walk).ConfigureAwait(false);
    }

    private async Task<(QueueCensus Census, QueueWalk Walk)> Census(CommandCall call, QueueFilter filter)
    {
        var census = new QueueCensus();
        var walk = new QueueWalk(queues, call.Cancel);
        await walk.Each(
            null,
            (partition, after) => queues.Ask(new QueueQueries.CountQueue(partition, filter, after), call.Cancel),
            reply =>
            {
                if (reply is not QueueReplies.QueueCounted counted) return (false, null);
                census.Add(counted.Lines);
                return (true, counted.Next);
            }).ConfigureAwait(false);
        return (census, walk);
    }

    private async Task<int> Show(CommandCall call)
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
    }

    private CommandDefinition Operation(string name, string help, QueueAction action) => new(name, help, ["id?", .. QueueFilterWords.Arguments], async call =>
    {
        if (call.Optional("id") is not null) return await One(call, action).ConfigureAwait(false);
        if (await call.Filter(admin, time).ConfigureAwait(false) is not { } filter) return 1;
        return filter.IsAll
            ? await call.Refuse("NothingMeant", "Say which message is meant, by its id or by a filter.").ConfigureAwait(false)
            : await Many(call, filter, action).ConfigureAwait(false);
    });

    /// <summary>Asks every partition: an id does not tell where its message is.</summary>
    private async Task<int> One(CommandCall call, QueueAction action)
    {
        if (await Id(call).ConfigureAwait(false) is not { } id) return 1;
        var replies = await Task.WhenAll(Enumerable.Range(0, queues.Partitions)
            .Select(partition => queues.Operate(new QueueCommands.OperateMessage(partition, id, action), call.Cancel))).ConfigureAwait(false);
        if (replies.OfType<QueueReplies.Operated>().Any(reply => reply.Found))
        {
            await call.Row(("messages", 1)).ConfigureAwait(false);
            return 0;
        }

        var missing = replies.Count(reply => reply is not QueueReplies.Operated);
        return missing == 0
            ? await NoSuchMessage(call).ConfigureAwait(false)
            : await call.Refuse("Unavailable", $"{missing} of {queues.Partitions} partitions did not answer, the others have no such message.").ConfigureAwait(false);
    }

    private async Task<int> Many(CommandCall call, QueueFilter filter, QueueAction action)
    {
        var done = 0L;
        var walk = new QueueWalk(queues, call.Cancel);
        await walk.Each(
            null,
            (partition, after) => queues.Operate(new QueueCommands.OperateMany(partition, filter, action, after), call.Cancel),
            reply =>
            {
                if (reply is not QueueReplies.OperatedMany many) return (false, null);
                done += many.Messages;
                return (true, many.Next);
            }).ConfigureAwait(false);
        await call.Row(("messages", done)).ConfigureAwait(false);
        return await Complete(call, walk).ConfigureAwait(false);
    }

    private async Task<int> HoldAccount(CommandCall call, bool hold)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var missing = await queues.HoldSender(account.Id, hold, call.Cancel).ConfigureAwait(false);
        if (missing > 0) return await Missing(call, missing).ConfigureAwait(false);
        // Whoever lets it go on has looked at it: it may send again.
        if (!hold) await ledger.Reset(account.Id).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> HeldAccounts(CommandCall call)
    {
        var replies = await Task.WhenAll(Enumerable.Range(0, queues.Partitions).Select(p => queues.Ask(new QueueQueries.HeldSenders(p), call.Cancel))).ConfigureAwait(false);
        foreach (var id in replies.OfType<QueueReplies.SendersHeld>().SelectMany(r => r.Accounts).Distinct().OrderBy(a => a.Value))
        {
            var account = await directory.FindAccount(id, call.Cancel).ConfigureAwait(false);
            var sending = await ledger.Show(id, call.Cancel).ConfigureAwait(false);
            await call.Row(
                ("id", id.Value), ("address", account is Lookup<Account>.Found { Value: var found } ? found.Address.ToString() : null),
                ("overSince", sending.Use.OverSince)).ConfigureAwait(false);
        }

        var missing = replies.Count(reply => reply is not QueueReplies.SendersHeld);
        return missing == 0 ? 0 : await Missing(call, missing).ConfigureAwait(false);
    }

    private async Task<int> Complete(CommandCall call, QueueWalk walk) => walk.Missing == 0 ? 0 : await Missing(call, walk.Missing).ConfigureAwait(false);

    private Task<int> Missing(CommandCall call, int missing) => call.Refuse("Unavailable", $"{missing} of {queues.Partitions} partitions did not answer.");

    private static Task<int> NoSuchMessage(CommandCall call) =>
        call.Refuse("NoSuchMessage", "No message of this id is in the queue: it was delivered, or it never was here.");

    private static async Task<QueueId?> Id(CommandCall call)
    {
        if (Guid.TryParseExact(call.Text("id"), "N", out var id)) return new QueueId(id);
        await call.Refuse("InvalidId", "An id is the 32 digits that queue list shows.").ConfigureAwait(false);
        return null;
    }

    private async Task Rows(CommandCall call, QueuedMessage message)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var handling = message.Envelope.Handling;
        foreach (var recipient in message.Recipients)
            await call.Row(
                ("id", message.Envelope.Id.ToString()), ("sender", message.Envelope.ReversePath?.ToString() ?? "<>"), ("recipient", recipient.Address),
                ("status", QueueCensus.StatusOf(message.Envelope, recipient.Status, message.Held, now)), ("tries", recipient.Tries), ("nextTry", recipient.NextTry), ("reason", recipient.Reason?.ToString()),
                ("size", message.Envelope.Size), ("received", message.Envelope.ReceivedAt),
                ("priority", handling.Priority), ("releaseAt", handling.ReleaseAt), ("deliverBy", handling.DeliverBy?.At)).ConfigureAwait(false);
    }
}
