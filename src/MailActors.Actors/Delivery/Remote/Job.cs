using System.Collections.Immutable;
using MailActors.Domain.Routing;
using MailActors.Protocol.Addresses;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>One message to some of its recipients at one next hop: one transaction. Only its courier touches it.</summary>
internal sealed class Job(Lane lane, Envelope envelope, ImmutableArray<int> recipients, int tries)
{
    public Lane Lane { get; } = lane;

    public Envelope Envelope { get; } = envelope;

    public ImmutableArray<int> Recipients { get; set; } = recipients;

    /// <summary>When it is not the envelope's: rewritten for these recipients.</summary>
    public MailAddress? ReversePath { get; init; }

    /// <summary>The address of ours these recipients are forwarded from; null: they were named by the sender.</summary>
    public MailAddress? Via { get; init; }

    /// <summary>Made before this one.</summary>
    public int Tries { get; } = tries;

    public bool IsWaiting { get; set; }

    /// <summary>It was taken back while it waited.</summary>
    public bool IsWithdrawn { get; set; }

    /// <summary>Times a host left it untried although nothing else went wrong.</summary>
    public int Passes { get; set; }

    /// <summary>Another job of the same message.</summary>
    public Job? Sibling { get; set; }

    /// <summary>Those who share a lane fairly: accounts of ours, and reverse-paths of others.</summary>
    public string Sender => Envelope.Submitter is { } account ? account.ToString() : Envelope.ReversePath?.ToString() ?? "";

    public int Priority => Envelope.Handling.Priority;

    public TlsNeed TlsNeed => Envelope.Handling switch
    {
        // RFC 8689 §5: a notice must not be lost over it.
        { RequireTls: true } => Envelope.ReversePath is null ? TlsNeed.Preferred : TlsNeed.Required,
        { TlsOptional: true } => TlsNeed.Optional,
        _ => TlsNeed.Ordinary,
    };
}
