using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>A transaction as it is to be proposed to a host: only with what the host offers.</summary>
/// <param name="Sender">Null for the empty path.</param>
public sealed record MailParameters(MailAddress? Sender)
{
    /// <summary>Octets (RFC 1870); null: not told.</summary>
    public long? Size { get; init; }

    /// <summary>Null: not told.</summary>
    public BodyParameter? Body { get; init; }

    public bool Utf8 { get; init; }

    public bool RequireTls { get; init; }

    public RetParameter Return { get; init; }

    /// <summary>In xtext.</summary>
    public string? EnvelopeId { get; init; }

    /// <summary>RFC 6710; null: not told.</summary>
    public int? Priority { get; init; }

    public DeliverByParameter? DeliverBy { get; init; }
}

/// <param name="OriginalRecipient">In xtext with its type; null: not told.</param>
public sealed record RcptParameters(MailAddress Address, NotifyParameter Notify = NotifyParameter.Unspecified, string? OriginalRecipient = null);
