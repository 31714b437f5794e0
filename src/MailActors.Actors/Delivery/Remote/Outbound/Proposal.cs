using System.Collections.Immutable;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp.Client;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>What of a message is proposed to a host in one transaction: only recipients that can be named to it, with one reverse-path, and only parameters
/// that it offers.</summary>
/// <param name="Offered">Numbers of recipients, in the order of the plan.</param>
/// <param name="Refused">Recipients that this host can't be told of.</param>
internal sealed record Proposal(ImmutableArray<int> Offered, ImmutableArray<RecipientAnswer> Refused, MailParameters Mail, ImmutableArray<RcptParameters> Rcpts)
{
    /// <param name="requireTls">The session is one that REQUIRETLS may be said in.</param>
    /// <param name="now">Seconds since 1970 UTC.</param>
    public static Proposal Of(
        Envelope envelope, ImmutableArray<int> recipients, IOutgoingMessage message, RemoteExtensions offers, bool requireTls, HostOffers forContent, long now)
    {
        var refused = ImmutableArray.CreateBuilder<RecipientAnswer>();
        var offered = ImmutableArray.CreateBuilder<int>();
        var rcpts = ImmutableArray.CreateBuilder<RcptParameters>();
        var most = offers.MaxRecipients ?? int.MaxValue;
        var utf8 = message.Utf8;
        // Those whose reverse-path was rewritten for forwarding, or whose copy tells whence it was forwarded, go in a transaction of their own.
        var first = envelope.Recipient(recipients[0]);
        foreach (var number in recipients)
        {
            var recipient = envelope.Recipient(number);
            if (AddressNeeds.Refusal(recipient, forContent) is { } reason)
            {
                refused.Add(new(number, Verdict.Never, reason, null));
                continue;
            }

            if (offered.Count == most || recipient.Sender != first.Sender || recipient.Via != first.Via) continue;
            offered.Add(number);
            utf8 |= AddressNeeds.Utf8(recipient.Address);
            // RFC 3461 §5.2.1: passed on as given.
            rcpts.Add(offers.Dsn ? new(recipient.Address, (NotifyParameter)recipient.Notify, recipient.OriginalRecipient) : new(recipient.Address));
        }

        var handling = envelope.Handling;
        var sender = first.Sender ?? envelope.ReversePath;
        utf8 |= AddressNeeds.Utf8(first.Sender);
        var mail = new MailParameters(sender)
        {
            Size = offers.Size ? message.Length : null,
            Body = offers.EightBitMime && message.Body != BodyKind.SevenBit ? (BodyParameter)message.Body : null,
            Utf8 = utf8,
            RequireTls = handling.RequireTls && requireTls,
            Return = offers.Dsn ? (RetParameter)envelope.Return : RetParameter.Unspecified,
            EnvelopeId = offers.Dsn ? envelope.EnvelopeId : null,
            Priority = offers.Priority && handling.Priority != 0 ? handling.Priority : null,
            DeliverBy = offers.DeliverBy && handling.DeliverBy is { } by ? new(by.At - now, by.Return, by.Trace) : null,
        };
        return new(offered.ToImmutable(), refused.ToImmutable(), mail, rcpts.ToImmutable());
    }
}
