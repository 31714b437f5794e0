using System.Collections.Concurrent;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using MailKit;

namespace MailActors.Node.Tests.Crash;

/// <summary>What every client was told of every message, and the law it is judged by: answered 250, there exactly once per recipient;
/// refused, absent; cut off before an answer, there at most as often as it was tried (once).</summary>
internal sealed class Ledger
{
    private readonly ConcurrentDictionary<string, (string Account, Told Told)> _entries = new();

    public enum Told
    {
        Unknown,
        Accepted,
        Refused,
    }

    public int Accepted => _entries.Count(e => e.Value.Told == Told.Accepted);

    public void Sent(string messageId, string account) => _entries[messageId] = (account, Told.Unknown);

    public void Answered(string messageId, bool accepted) =>
        _entries.AddOrUpdate(messageId, _ => throw new InvalidOperationException("never sent"), (_, e) => (e.Account, accepted ? Told.Accepted : Told.Refused));

    /// <summary>Everything that breaks the law; waits until the queue is empty first.</summary>
    /// <param name="patience">Seconds to wait for what should be there.</param>
    public async Task<IReadOnlyList<string>> Breaches(NodeProcess node, IEnumerable<string> accounts, int patience = 30)
    {
        var breaches = new List<string>();
        if (!await node.QueueRunsEmpty(patience)) breaches.Add("The queue does not run empty.");
        foreach (var account in accounts)
        {
            var owed = _entries.Where(e => e.Value.Account == account && e.Value.Told == Told.Accepted).Select(e => e.Key).ToHashSet();
            var found = await MessageIds(node, account);
            foreach (var id in owed.Where(id => found.Count(f => f == id) != 1))
                breaches.Add($"{id} for {account} was answered 250 and is there {found.Count(f => f == id)} times");
            foreach (var group in found.GroupBy(id => id).Where(g => !owed.Contains(g.Key)))
            {
                if (!_entries.TryGetValue(group.Key, out var entry)) breaches.Add($"{group.Key} in {account} was never sent");
                else if (entry.Told == Told.Refused) breaches.Add($"{group.Key} in {account} was refused and is there");
                else if (group.Count() > 1) breaches.Add($"{group.Key} in {account} was sent once and is there {group.Count()} times");
            }
        }

        return breaches;
    }

    private static async Task<List<string>> MessageIds(NodeProcess node, string account)
    {
        using var client = await Inbox.LogIn(node, account);
        await client.Inbox.OpenAsync(FolderAccess.ReadOnly);
        if (client.Inbox.Count == 0) return [];
        var items = await client.Inbox.FetchAsync(0, -1, MessageSummaryItems.Envelope);
        return [.. items.Select(i => i.Envelope?.MessageId ?? "")];
    }
}
