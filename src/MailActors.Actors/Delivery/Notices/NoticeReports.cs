using System.Buffers.Binary;
using System.Security.Cryptography;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Dsn;
using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Delivery.Notices;

/// <summary>What a notice says, and what it is called. Pure.</summary>
internal static class NoticeReports
{
    /// <summary>Recipients that a merged notice lists.</summary>
    public const int MostListed = 100;

    /// <summary>The same for the same news, whenever it is told: a repeat is known by it.</summary>
    public static QueueId IdOf(IEnumerable<Tell> tells, int part)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> number = stackalloc byte[4];
        foreach (var tell in tells.OrderBy(t => t.Envelope.Id.Value))
        {
            hash.AppendData(tell.Envelope.Id.Value.ToByteArray(bigEndian: true));
            foreach (var value in tell.Items.Select(i => i.Recipient).Order().Prepend((int)tell.Kind))
            {
                BinaryPrimitives.WriteInt32BigEndian(number, value);
                hash.AppendData(number);
            }
        }

        BinaryPrimitives.WriteInt32BigEndian(number, part);
        hash.AppendData(number);
        return new(new Guid(hash.GetHashAndReset().AsSpan(0, 16), bigEndian: true));
    }

    /// <param name="tells">All to one sender. One: a notice about one message; more: a merged one.</param>
    public static DeliveryReport Of(IReadOnlyList<Tell> tells, string hostName, DateTimeOffset now)
    {
        var first = tells[0].Envelope;
        var merged = tells.Count > 1;
        return new()
        {
            ReportingHost = hostName,
            From = new MailAddress("postmaster", hostName),
            To = tells[0].Sender!,
            Date = now,
            Id = IdOf(tells, 0).ToString(),
            International = tells.Any(t => t.Envelope.Utf8),
            EnvelopeId = merged ? null : first.EnvelopeId,
            Arrival = merged ? null : DateTimeOffset.FromUnixTimeSeconds(first.ReceivedAt),
            QueueId = merged ? null : first.Id.ToString(),
            Merged = merged ? new(tells.Count, tells.Sum(t => t.Items.Length)) : null,
            Recipients = [.. tells.SelectMany(t => t.Items.Select(item => Recipient(t, item, now))).Take(merged ? MostListed : int.MaxValue)],
        };
    }

    private static ReportedRecipient Recipient(Tell tell, NoticeItem item, DateTimeOffset now)
    {
        var recipient = tell.Envelope.Recipient(item.Recipient);
        var action = tell.Kind switch
        {
            NoticeKind.Failure => ReportedAction.Failed,
            NoticeKind.Delay => ReportedAction.Delayed,
            _ => item.Relay is null ? ReportedAction.Delivered : ReportedAction.Relayed,
        };
        return new(
            action, recipient.Original, recipient.OriginalRecipient, item.Reason?.Status ?? (tell.Kind == NoticeKind.Success ? "2.0.0" : "4.0.0"),
            item.Reason?.Text ?? item.Relay?.Reply, item.Reason?.Host ?? item.Relay?.Host, now,
            item.RetryUntil is { } until ? DateTimeOffset.FromUnixTimeSeconds(until) : null);
    }
}
