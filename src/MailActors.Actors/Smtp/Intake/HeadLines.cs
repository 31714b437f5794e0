using System.Buffers;
using System.Security.Cryptography;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>The fields put on top of a message.</summary>
/// <param name="Own">How many of the octets, from the start, are for the one local mailbox only.</param>
internal readonly record struct HeadLines(ReadOnlyMemory<byte> Bytes, int Own)
{
    public static HeadLines Write(SmtpSession session, SmtpTransaction transaction, HeadReport report, bool hasHead)
    {
        var lines = new ArrayBufferWriter<byte>(512);
        if (transaction.IsForOneMailbox) WriteOwn(lines, transaction, transaction.Finals[0]);
        var own = lines.WrittenCount;

        var now = session.Services.Time.GetUtcNow();
        // RFC 5321 §7.2: a recipient is named only when there is no other to learn of it.
        var recipient = transaction.Accepted.Count == 1 ? transaction.Accepted[0].ForwardPath : null;
        TraceFields.Received(lines, Client(session, transaction), session.Services.HostName, transaction.Id.ToString(), recipient, now);
        if (session.Kind == SmtpEndpointKind.Submission) Complete(lines, session, transaction, report, now);
        if (!hasHead) lines.Write("\r\n"u8);
        return new HeadLines(lines.WrittenMemory, own);
    }

    /// <summary>Return-Path and Delivered-To of one recipient.</summary>
    public static ReadOnlyMemory<byte> OwnOf(SmtpTransaction transaction, FinalRecipient recipient)
    {
        var lines = new ArrayBufferWriter<byte>(128);
        WriteOwn(lines, transaction, recipient);
        return lines.WrittenMemory;
    }

    private static void WriteOwn(ArrayBufferWriter<byte> lines, SmtpTransaction transaction, FinalRecipient recipient)
    {
        TraceFields.ReturnPath(lines, transaction.SenderOf(recipient) ?? transaction.Mail.ReversePath);
        TraceFields.DeliveredTo(lines, recipient.Target.Address);
    }

    /// <summary>RFC 6409 §8: what a message submitted must have.</summary>
    private static void Complete(ArrayBufferWriter<byte> lines, SmtpSession session, SmtpTransaction transaction, HeadReport report, DateTimeOffset now)
    {
        if (!report.HasDate) TraceFields.AddDate(lines, now);
        if (!report.HasMessageId) TraceFields.AddMessageId(lines, RandomNumberGenerator.GetHexString(32, lowercase: true), session.Services.HostName);
        if (!report.HasFrom && transaction.Mail.ReversePath is { } author) TraceFields.AddFrom(lines, author);
    }

    private static ReceivedFrom Client(SmtpSession session, SmtpTransaction transaction) => new(
        ReceivedFrom.DomainOf(session.Hello!.Name),
        session.Info.Remote.Address,
        ReceivedFrom.ProtocolOf(session.Hello.Verb, session.HasTls, session.Account is not null, transaction.Mail.Utf8),
        session.Info.Tls is { } tls ? $"{tls.Version} {tls.Cipher}" : null);
}
