using System.Collections.Immutable;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Dsn;

/// <summary>What a delivery status notification tells its reader (RFC 3464).</summary>
public sealed record DeliveryReport
{
    /// <summary>Our own name, the Reporting-MTA.</summary>
    public required string ReportingHost { get; init; }

    /// <summary>A person who keeps this server (RFC 3464 §2).</summary>
    public required MailAddress From { get; init; }

    public required MailAddress To { get; init; }

    public required DateTimeOffset Date { get; init; }

    /// <summary>Letters and digits; with the host's name the Message-ID.</summary>
    public required string Id { get; init; }

    public required ImmutableArray<ReportedRecipient> Recipients { get; init; }

    /// <summary>The reader's mail program knows UTF-8 in headers: the forms of RFC 6533 §4 to §6 are used.</summary>
    public bool International { get; init; }

    /// <summary>ENVID in xtext as given.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>When we took the message.</summary>
    public DateTimeOffset? Arrival { get; init; }

    /// <summary>Our name for the message, by which an operator finds it in the log.</summary>
    public string? QueueId { get; init; }

    /// <summary>Non-null: the report is about many messages, and its recipients are some of theirs.</summary>
    public MergedCounts? Merged { get; init; }

    /// <summary>What the words for people begin with.</summary>
    internal ReportedAction Leading => Recipients.Min(r => r.Action);

    /// <summary>As many reports as are needed for each to keep its fields for machines under a size. Of a merged report only the first is made.</summary>
    /// <param name="maxFields">Octets. One recipient is never cut.</param>
    public IEnumerable<DeliveryReport> Split(int maxFields)
    {
        var (first, size) = (0, 0);
        for (var i = 0; i < Recipients.Length; i++)
        {
            var own = StatusFields.SizeOf(this, Recipients[i]);
            if (i > first && size + own > maxFields)
            {
                yield return this with { Recipients = Recipients[first..i] };
                if (Merged is not null) yield break;
                (first, size) = (i, 0);
            }

            size += own;
        }

        yield return this with { Recipients = Recipients[first..] };
    }
}

/// <param name="Action">What became of it.</param>
/// <param name="Address">As the sender gave it.</param>
/// <param name="OriginalRecipient">ORCPT in xtext as given, such as <c>rfc822;joe@example.org</c>.</param>
/// <param name="Status">RFC 3463, such as <c>5.1.1</c>.</param>
/// <param name="Words">What was found, or what the remote host said, code first.</param>
/// <param name="RemoteHost">The host that said it.</param>
public sealed record ReportedRecipient(
    ReportedAction Action,
    MailAddress Address,
    string? OriginalRecipient,
    string Status,
    string? Words,
    string? RemoteHost,
    DateTimeOffset? LastAttempt,
    DateTimeOffset? RetryUntil);

/// <param name="Messages">How many messages the report stands for.</param>
/// <param name="Recipients">Of all of them, listed or not.</param>
public sealed record MergedCounts(int Messages, int Recipients);

/// <summary>RFC 3464 §2.3.3.</summary>
public enum ReportedAction
{
    Failed,
    Delayed,
    Delivered,

    /// <summary>To a host that will not tell of the delivery.</summary>
    Relayed,

    /// <summary>To an address that stands for several, and on to them.</summary>
    Expanded,
}

/// <summary>The message reported about.</summary>
/// <param name="Bytes">The message as it came, or its beginning with at least the header section.</param>
/// <param name="IsWhole">All of it is there and the sender wants it back.</param>
public sealed record ReportedOriginal(ReadOnlyMemory<byte> Bytes, bool IsWhole);
