using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Session;

/// <summary>Streams the messages of an APPEND into the store while they arrive. Whatever can be refused is refused when the literal is announced,
/// before its octets travel (RFC 7889 §4, RFC 9208 §4.4.1).</summary>
internal static class AppendIntake
{
    /// <summary>Takes or refuses one announced message; false when the connection has to end.</summary>
    public static async Task<bool> Take(ImapSession session, ImapStep.Body body)
    {
        if (await Refusal(session, body) is { } refusal) return await Refuse(session, refusal);
        IBlobWriter start;
        try
        {
            start = session.Services.Blobs.Create();
        }
        catch (StorageException thrown)
        {
            return await Refuse(session, ImapWords.Of(thrown.Fault));
        }

        await using var writer = start;
        if (body.Synchronizing) CommandInput.GoAhead(session);
        var nul = false;
        StorageException? fault = null;
        var complete = await CommandInput.Octets(session, body.Message.Size, async bytes =>
        {
            if (fault is not null) return;
            nul |= bytes.Span.Contains((byte)0);
            try
            {
                await writer.Write(bytes, session.Connection.Gone);
            }
            catch (StorageException thrown)
            {
                // The octets still come; they are read over, so that the next command is found.
                fault = thrown;
            }
        });
        if (!complete) return false;
        session.Intake ??= [];
        if (fault is not null) session.Refusal = ImapWords.Of(fault.Fault);
        else if (nul && !body.Message.Binary) session.Refusal = ImapReply.No("A message with NUL octets needs a literal8.", ResponseCode.Cannot); // RFC 9051 §4.3, RFC 3516 §4.4
        else
        {
            try
            {
                var stored = await writer.Complete(session.Connection.Gone);
                if (nul)
                {
                    (var textual, session.Refusal) = await TextualForm.Of(session.Services.Blobs, stored, session.Connection.Gone);
                    if (textual is null) return true;
                    stored = textual;
                }

                session.Intake.Add(stored);
            }
            catch (StorageException thrown)
            {
                session.Refusal = ImapWords.Of(thrown.Fault);
            }
        }

        return true;
    }

    public static void Forget(ImapSession session)
    {
        session.Intake = null;
        session.Refusal = null;
    }

    private static async Task<ImapReply?> Refusal(ImapSession session, ImapStep.Body body)
    {
        if (session.Refusal is not null) return session.Refusal;
        if (session.Account is null) return ImapReply.Bad("Log in first.");
        // RFC 3502: so a client takes back an APPEND it has begun. A message of nothing is one for nobody.
        if (body.Message.Size == 0) return ImapReply.No("A message of no octets takes the APPEND back.", ResponseCode.Cannot);
        if (body.Message.Size > session.Settings.Limits.MaxMessage) return ImapReply.No("The message is too large.", ResponseCode.TooBig);
        if (body.Index >= session.Settings.Limits.MaxMessages) return ImapReply.No("Too many messages in one APPEND.", ResponseCode.Limit);
        if (FolderNames.Fault(body.Mailbox) is not null) return ImapWords.Of(MailboxRejection.NoSuchFolder, target: true);
        return await session.Ask(new MailboxQueries.ViewMailbox(session.AccountId)) switch
        {
            MailboxReplies.MailboxView view when view.Folders.All(f => f.Name != body.Mailbox) => ImapWords.Of(MailboxRejection.NoSuchFolder, target: true),
            MailboxReplies.MailboxView view => Fits(session, view.Quota, body.Message.Size) ? null : ImapWords.OverQuota,
            MailboxReplies.Rejected rejected => ImapWords.Of(rejected.Reason),
            _ => ImapWords.Unavailable,
        };
    }

    private static bool Fits(ImapSession session, Quota quota, long size)
    {
        var bytes = size + (session.Intake?.Sum(m => m.Size) ?? 0);
        var messages = 1 + (session.Intake?.Count ?? 0);
        return (quota.MaxBytes == 0 || quota.UsedBytes + bytes <= quota.MaxBytes)
            && (quota.MaxMessages == 0 || quota.UsedMessages + messages <= quota.MaxMessages);
    }

    private static async Task<bool> Refuse(ImapSession session, ImapReply refusal)
    {
        session.Refusal = refusal;
        switch (session.Commands.Refuse())
        {
            case ImapStep.Skip skip:
                return await CommandInput.Octets(session, skip.Size, static _ => ValueTask.CompletedTask);
            case ImapStep.Refused refused:
                Conversation.Answer(session, refused.Tag, refusal);
                await session.SendAll();
                Forget(session);
                return true;
            case ImapStep.Bad bad:
                Conversation.Answer(session, bad.Tag, refusal);
                session.End("What comes next can't be told.");
                return false;
            default:
                return true;
        }
    }
}
