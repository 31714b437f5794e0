using System.Collections.Immutable;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp.Client;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>A session that is ready for mail.</summary>
/// <param name="requireTls">It is as RFC 8689 §2 wants it: TLS, name and certificate verified, REQUIRETLS offered under it.</param>
internal sealed class SmtpConnection(
    HostStream stream, string host, RemoteExtensions offers, bool requireTls, bool isLmtp, ClientSettings settings, IOutgoingContents contents, TimeProvider time)
    : IOutboundConnection
{
    private readonly int _most = Math.Min(settings.MaxMessages, offers.MaxMessages ?? int.MaxValue);
    private readonly HostOffers _forContent = new(offers.EightBitMime, offers.BinaryMime, offers.Chunking, offers.Utf8);
    private int _messages;
    private bool _broken;
    private bool _needsReset;

    public string Host => host;

    public bool IsUsable => !_broken && _messages < _most;

    public async ValueTask<Transfer> Send(Envelope envelope, ImmutableArray<int> recipients, CancellationToken cancel)
    {
        if (_messages > 0 && stream.HasMore)
        {
            _broken = true;
            return All(recipients, Verdict.NotTried, null);
        }

        // Such a message is given to such a connection; if ever it is not, nobody hears of it. A notice may go another way (RFC 8689 §5).
        if (envelope.Handling.RequireTls && !requireTls && envelope.ReversePath is not null) return All(recipients, Verdict.Never, OutboundReasons.NotOfferedRequireTls);
        if (DeliveryTime.Refusal(envelope, offers, isLmtp, time.GetUtcNow().ToUnixTimeSeconds()) is { } late) return All(recipients, Verdict.Never, late);
        switch (await contents.Prepare(envelope, envelope.Recipient(recipients[0]).Via, _forContent, cancel).ConfigureAwait(false))
        {
            case OutgoingContent.Refused refused: return All(recipients, Verdict.Never, refused.Reason);
            case OutgoingContent.Later later: return All(recipients, Verdict.Later, later.Reason);
            case OutgoingContent.Ready { Message: var message }:
                await using (message.ConfigureAwait(false))
                {
                    if (offers.MaxSize > 0 && message.Length > offers.MaxSize) return All(recipients, Verdict.Never, OutboundReasons.TooLarge(message.Length, offers.MaxSize));
                    var proposal = Proposal.Of(envelope, recipients, message, offers, requireTls, _forContent, time.GetUtcNow().ToUnixTimeSeconds());
                    return proposal.Offered.IsEmpty ? new(proposal.Refused, TroublesDestination: false) : await Send(recipients, proposal, message, cancel).ConfigureAwait(false);
                }

            default: throw new InvalidOperationException("Content of another kind.");
        }
    }

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (!_broken)
            {
                // RFC 5321 §4.1.1.10: wait for the reply, but not long.
                CommandLines.Text(stream.Output, "QUIT\r\n");
                if (await stream.Flush(settings.QuitTimeout, default).ConfigureAwait(false)) await stream.Read(settings.QuitTimeout, default).ConfigureAwait(false);
            }
        }
        finally
        {
            _broken = true;
            await stream.DisposeAsync().ConfigureAwait(false);
        }
    }

    private async ValueTask<Transfer> Send(ImmutableArray<int> recipients, Proposal proposal, IOutgoingMessage message, CancellationToken cancel)
    {
        var transaction = new MailTransaction(
            new(proposal.Mail, proposal.Rcpts, offers.Pipelining, _needsReset, isLmtp, Chunked: message.NeedsChunks), stream.Output);
        var wasUsed = _messages++ > 0;
        var lostStore = false;
        // Until its end is known: a QUIT amid a chunk would become part of it.
        _broken = true;
        for (var step = transaction.Next(); step != TransactionStep.Done; step = transaction.Next())
        {
            if (step == TransactionStep.SendContent)
            {
                try
                {
                    if (await SendContent(message, cancel).ConfigureAwait(false)) transaction.ContentSent();
                    else await SentInPart(transaction, cancel).ConfigureAwait(false);
                }
                catch (StorageException)
                {
                    // What was sent can't be taken back, but without its end it is no message.
                    lostStore = true;
                    transaction.Cut();
                }
            }
            else if (await stream.Flush(settings.BlockTimeout, cancel).ConfigureAwait(false)
                && await stream.Read(PatienceWith(transaction.Stage), cancel).ConfigureAwait(false) is { } reply)
            {
                transaction.Heard(reply);
            }
            else
            {
                transaction.Cut();
            }
        }

        _broken = transaction.IsBroken;
        _needsReset = transaction.NeedsReset;
        // Somebody hung up on a connection that lay idle: this message has not been seen.
        if (_broken && wasUsed && !transaction.WasHeard && !lostStore) return All(recipients, Verdict.NotTried, null);
        return new(Answers(recipients, proposal, transaction, lostStore), _broken && !lostStore);
    }

    private async ValueTask<bool> SendContent(IOutgoingMessage message, CancellationToken cancel)
    {
        if (message.NeedsChunks) CommandLines.BdatLast(stream.Output, message.Length);
        if (!await stream.Flush(settings.BlockTimeout, cancel).ConfigureAwait(false)) return false;
        await foreach (var piece in (message.NeedsChunks ? message.Chunk(cancel) : message.Data(cancel)).ConfigureAwait(false))
            if (!await stream.Write(piece, settings.BlockTimeout, cancel).ConfigureAwait(false)) return false;
        return true;
    }

    /// <summary>The host hung up amid the message. It may have said why first.</summary>
    private async ValueTask SentInPart(MailTransaction transaction, CancellationToken cancel)
    {
        if (await stream.ReadRest(settings.QuitTimeout, cancel).ConfigureAwait(false) is { IsNegative: true } reply)
        {
            transaction.ContentSent();
            transaction.Heard(reply);
        }

        transaction.Cut();
    }

    private TimeSpan PatienceWith(DialogueStage stage) => stage switch
    {
        DialogueStage.Data => settings.DataTimeout,
        DialogueStage.Dot => settings.DotTimeout,
        _ => settings.CommandTimeout,
    };

    private ImmutableArray<RecipientAnswer> Answers(ImmutableArray<int> recipients, Proposal proposal, MailTransaction transaction, bool lostStore)
    {
        var answers = transaction.Answers;
        var byNumber = proposal.Refused.ToDictionary(r => r.Recipient);
        for (var i = 0; i < proposal.Offered.Length; i++) byNumber[proposal.Offered[i]] = Answer(proposal.Offered[i], answers[i], transaction.Stage, lostStore);
        return [.. recipients.Select(r => byNumber.TryGetValue(r, out var answer) ? answer : new(r, Verdict.NotTried, null, null))];
    }

    private RecipientAnswer Answer(int recipient, RemoteAnswer answer, DialogueStage stage, bool lostStore) => answer.Verdict switch
    {
        RemoteVerdict.Accepted => new(recipient, Verdict.Accepted, null, new Relay(host, answer.Reply!.Text, TellsSender: offers.Dsn) { KeepsTime = offers.DeliverBy || isLmtp }),
        RemoteVerdict.Never => new(recipient, Verdict.Never, OutboundReasons.Said(host, answer.Reply!), null),
        RemoteVerdict.NotTried => new(recipient, Verdict.NotTried, null, null),
        _ when lostStore => new(recipient, Verdict.Later, new("4.3.0", "The stored message can't be read now."), null),
        _ => new(recipient, Verdict.Later, OutboundReasons.Broken(host, answer.Reply, stream.Fault, stage), null),
    };

    private static Transfer All(ImmutableArray<int> recipients, Verdict verdict, Reason? reason) =>
        new([.. recipients.Select(r => new RecipientAnswer(r, verdict, reason, null))], TroublesDestination: false);
}
