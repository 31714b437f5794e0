using MailActors.Actors.Tests.Delivery.Remote.Outbound;

namespace MailActors.Node.Tests.Outbound.Matrix;

/// <summary>What a host has seen of a message, and what its sender was told.</summary>
internal sealed record RemoteEvidence(string Domain, IReadOnlyList<Sink.Transaction> Transactions, IReadOnlyList<string> Commands, int Sessions, IReadOnlyList<RemoteNotice> Notices)
{
    public string Address(int recipient) => $"u{recipient}@{Domain}";

    /// <summary>Everything that a row did not want: a recipient lost, served twice, told of twice or not at all, or asked about again for nothing.</summary>
    public IEnumerable<string> Breaches(RemoteRow row)
    {
        var refusals = row.Whims.Where(w => w.Reply.StartsWith('5')).Select(w => w.Reply).ToList();
        // Where TLS can't be had the same try goes on without it.
        var tries = Math.Max(Commands.Count(c => c.StartsWith("MAIL", StringComparison.Ordinal)), Sessions - (row.How == RemoteRow.BrokenTls ? 1 : 0));
        if (tries > 1 && !row.Ends.Contains('r')) yield return $"it was tried {tries} times";
        for (var i = 0; i < RemoteRow.Recipients; i++)
        {
            var (address, end) = (Address(i), row.Ends[i]);
            var mine = Transactions.Where(t => t.Recipients.Contains(address)).ToList();
            var taken = mine.Count(t => t.IsTaken);
            if (taken != (end == 'b' ? 0 : 1)) yield return $"{address} was delivered {taken} times";
            if (mine.Count(t => t.IsOpen) > 1) yield return $"{address} was handed over twice without an answer";
            var told = Notices.Where(n => n.Recipient == address).ToList();
            if (told.Count != (end == 'b' ? 1 : 0)) yield return $"the sender was told {told.Count} times of {address}";
            if (told.Any(n => !refusals.Any(n.Words.Contains))) yield return $"the sender was not told what the host said of {address}: {told[0].Words}";
            var asked = Commands.Count(c => c.StartsWith($"RCPT TO:<{address}>", StringComparison.Ordinal));
            if (end != 'r' && asked > 1) yield return $"{address} was asked about {asked} times";
            if (end == 'r' && tries < 2) yield return $"{address} was not put off";
        }

        if (Notices.Select(n => n.Notice).Distinct().Count() > 1) yield return "more than one notice tells of one message";
    }
}

/// <summary>One recipient that a notice tells of.</summary>
/// <param name="Notice">The notice it is in.</param>
internal sealed record RemoteNotice(int Notice, string Recipient, string Words);
