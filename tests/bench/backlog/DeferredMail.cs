using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Backlog;

/// <summary>The messages of a backlog: a thousand senders of a list host write to everybody at many domains, none of which answers.</summary>
/// <param name="spread">The next tries lie evenly in this time, the first an hour from now.</param>
internal sealed class DeferredMail(StoredBlob blob, int domains, TimeSpan spread, TimeProvider time)
{
    private const int Senders = 1000;
    private readonly long _now = time.GetUtcNow().ToUnixTimeSeconds();

    public Envelope Message(int partition, int number)
    {
        var to = new MailAddress($"reader{number}.{partition}", $"d{(number * 31 + partition) % domains}.backlog.test");
        return new(
            QueueId.New(), new MailAddress($"list{number % Senders}", "lists.bench.test"), blob.Id, blob.Size, 0, BodyKind.SevenBit, false, DsnReturn.Unspecified,
            null, null, _now, [new(0, to, to, null, null, blob.Id, blob.Size, DsnNotify.Unspecified, null)]);
    }

    public Outcome PutOff(Envelope mail, string domain)
    {
        var at = _now + 3600 + (uint)mail.Id.GetHashCode() % (long)spread.TotalSeconds;
        return new Outcome.Deferred(0, new("4.4.1", $"No answer from mx1.{domain}[192.0.2.25]:25: connection timed out after 30 seconds."), at);
    }
}
