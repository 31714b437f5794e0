using MailActors.Domain.Blobs;
using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Queue;

/// <summary>Names one accepted message in the queue, chosen before its first byte is written.</summary>
public readonly record struct QueueId(Guid Value)
{
    public static QueueId New() => new(Guid.CreateVersion7());

    public static QueueId Parse(string text) => new(Guid.ParseExact(text, "N"));

    public override string ToString() => Value.ToString("N");
}

/// <summary>One message on its way: where it came from, to whom, and how it may be carried on.</summary>
/// <param name="ReversePath">Null for the empty path of a bounce.</param>
/// <param name="HeadLength">Octets at the start of <paramref name="Blob"/> that are for a local mailbox only (Return-Path, Delivered-To)
/// and do not go to other hosts.</param>
/// <param name="ReceivedAt">Seconds since 1970 UTC.</param>
public sealed record Envelope(
    QueueId Id,
    MailAddress? ReversePath,
    BlobId Blob,
    long Size,
    int HeadLength,
    BodyKind Body,
    bool Utf8,
    DsnReturn Return,
    string? EnvelopeId,
    AccountId? Submitter,
    long ReceivedAt,
    IReadOnlyList<Recipient> Recipients)
{
    public Handling Handling { get; init; } = Handling.Ordinary;

    /// <summary>From when on it is to be delivered: delays and giving up are counted from here. Seconds since 1970 UTC.</summary>
    public long Since => Math.Max(ReceivedAt, Handling.ReleaseAt ?? 0);

    /// <summary>Whom to tell of this recipient, when it is not the reverse-path: a submitter who had its mail marked for each recipient (XVERP) is to
    /// know it by that mark. A path that was rewritten for forwarding is for other hosts; we know who the sender is.</summary>
    public MailAddress? MarkedSender(Recipient recipient) => Handling.Origin == MailOrigin.Submitted ? recipient.Sender : null;

    public Recipient Recipient(int number) =>
        // Numbers are places unless somebody made the envelope otherwise.
        number < Recipients.Count && Recipients[number].Number == number ? Recipients[number] : Recipients.First(r => r.Number == number);
}

/// <summary>One final recipient, after aliases.</summary>
/// <param name="Number">Its place in the envelope, from 0; with the queue id it names the delivery for ever.</param>
/// <param name="Original">As RCPT TO had it.</param>
/// <param name="Address">Where it goes.</param>
/// <param name="Account">The local account; null for a remote address.</param>
/// <param name="Folder">From subaddressing (RFC 5233) when such a folder may be meant; null: INBOX.</param>
/// <param name="Blob">For a local recipient the message with its own head; otherwise that of the envelope.</param>
/// <param name="OriginalRecipient">ORCPT as given (RFC 3461 §4.2), "rfc822;…"; null when not given.</param>
public sealed record Recipient(
    int Number,
    MailAddress Original,
    MailAddress Address,
    AccountId? Account,
    string? Folder,
    BlobId Blob,
    long Size,
    DsnNotify Notify,
    string? OriginalRecipient)
{
    /// <summary>The reverse-path for this recipient when it is not the envelope's: rewritten for forwarding (SRS), or marked
    /// with the recipient (XVERP).</summary>
    public MailAddress? Sender { get; init; }

    /// <summary>Of a recipient at another host: the address of ours that mail for it was forwarded from.</summary>
    public MailAddress? Via { get; init; }
}

public enum BodyKind
{
    SevenBit,
    EightBitMime,
    BinaryMime,
}

/// <summary>RFC 3461 §4.3.</summary>
public enum DsnReturn
{
    Unspecified,
    Full,
    Headers,
}

/// <summary>RFC 3461 §4.1. None given means failure and delay at our choice.</summary>
[Flags]
public enum DsnNotify
{
    Unspecified = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}
