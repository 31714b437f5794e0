using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>The end of the data: the blob is made durable, then the envelope goes through the one door, then the client hears 250. Whatever happens,
/// the transaction is over.</summary>
internal static class Acceptance
{
    public static async ValueTask<SmtpStep> Finish(SmtpSession session)
    {
        var transaction = session.Transaction!;
        var refusal = transaction.Intake!.Fault ?? await Commit(session, transaction, transaction.Intake);
        var step = refusal is { } reason ? Refuse(session, transaction, reason) : Confirm(session, transaction);
        session.Reset();
        return step;
    }

    private static async ValueTask<SmtpRejection?> Commit(SmtpSession session, SmtpTransaction transaction, MessageIntake intake)
    {
        try
        {
            // Both at once, for one sync of the disk.
            var counted = session.Services.Sending.Count(session, transaction);
            var blob = await intake.Complete();
            if (await counted is { } over) return over;
            var envelope = await Seal(session, transaction, blob, intake.HeadLength);
            return await session.Services.Queues.Accept(envelope, CancellationToken.None) switch
            {
                QueueReplies.Accepted => Log(session, transaction, blob.Size),
                QueueReplies.Rejected rejected => Refusals.Of(rejected.Reason),
                _ => SmtpRejection.TryLater,
            };
        }
        catch (StorageException e)
        {
            return Refusals.Of(e.Fault);
        }
    }

    private static SmtpRejection? Log(SmtpSession session, SmtpTransaction transaction, long size)
    {
        session.Log.Accepted(session, transaction, size);
        return null;
    }

    private static async ValueTask<Envelope> Seal(SmtpSession session, SmtpTransaction transaction, StoredBlob blob, int headLength)
    {
        var overlays = transaction.IsForOneMailbox ? null : await Overlays(session, transaction, blob.Id);
        var senders = await Senders(session, transaction);
        var recipients = new Recipient[transaction.Finals.Count];
        for (var i = 0; i < recipients.Length; i++)
        {
            var final = transaction.Finals[i];
            var own = overlays?[i] ?? blob;
            recipients[i] = new Recipient(
                i, final.Rcpt.ForwardPath ?? final.Target.Address, final.Target.Address, final.Target.Account, final.Target.Tag, own.Id, own.Size,
                (DsnNotify)final.Rcpt.Notify, final.Rcpt.OriginalRecipient)
            { Sender = final.RewriteIn is { } domain ? senders[domain] : transaction.SenderOf(final), Via = final.Target.Via };
        }

        var mail = transaction.Mail;
        return new Envelope(
            transaction.Id, mail.ReversePath, blob.Id, blob.Size, headLength, (BodyKind)mail.Body, mail.Utf8, (DsnReturn)mail.Return, mail.EnvelopeId,
            session.Account?.Id, session.Services.Time.GetUtcNow().ToUnixTimeSeconds(), recipients)
        { Handling = HandlingTerms.Of(session, transaction) };
    }

    /// <summary>The rewritten reverse-path in each domain that needs one.</summary>
    private static async ValueTask<Dictionary<string, MailAddress>> Senders(SmtpSession session, SmtpTransaction transaction)
    {
        var senders = new Dictionary<string, MailAddress>(StringComparer.Ordinal);
        foreach (var final in transaction.Finals)
        {
            if (final.RewriteIn is not { } domain || senders.ContainsKey(domain)) continue;
            senders[domain] = await session.Services.ReturnPaths.Rewrite(transaction.Mail.ReversePath!, domain, CancellationToken.None);
        }

        return senders;
    }

    /// <summary>The message with a head of its own for each local recipient; all are stored at once, for one sync of the disk.</summary>
    private static async ValueTask<StoredBlob?[]> Overlays(SmtpSession session, SmtpTransaction transaction, BlobId body)
    {
        var overlays = new StoredBlob?[transaction.Finals.Count];
        var stores = new List<Task>(overlays.Length);
        for (var i = 0; i < overlays.Length; i++)
        {
            if (transaction.Finals[i].Target.Account is not null) stores.Add(Store(session, transaction, body, overlays, i));
        }

        await Task.WhenAll(stores);
        return overlays;
    }

    private static async Task Store(SmtpSession session, SmtpTransaction transaction, BlobId body, StoredBlob?[] into, int at) =>
        into[at] = await session.Services.Blobs.PutOverlay(HeadLines.OwnOf(transaction, transaction.Finals[at]), body, CancellationToken.None);

    private static SmtpStep Confirm(SmtpSession session, SmtpTransaction transaction)
    {
        session.MessageTaken();
        var queued = SmtpReplies.Queued(transaction.Id.ToString());
        if (session.Kind != SmtpEndpointKind.Lmtp) return session.Reply(queued);
        // RFC 2033 §4.2: one reply for each RCPT that was accepted.
        foreach (var rcpt in transaction.Accepted)
            session.Replies.Add(transaction.Dropped.TryGetValue(rcpt, out var reason) ? SmtpReplies.For(reason) : queued);
        return SmtpStep.ReadLine;
    }

    private static SmtpStep Refuse(SmtpSession session, SmtpTransaction transaction, SmtpRejection reason)
    {
        if (session.Kind == SmtpEndpointKind.Lmtp)
        {
            for (var i = 1; i < transaction.Accepted.Count; i++) session.Replies.Add(SmtpReplies.For(reason));
        }

        var step = session.Refuse(reason);
        // A client that lets bare newlines through may be a tool for smuggling: it gets no second try on this connection.
        return reason == SmtpRejection.BareNewlineInData ? SmtpStep.Close : step;
    }
}
