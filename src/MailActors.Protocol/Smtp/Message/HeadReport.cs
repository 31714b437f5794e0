using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>What the gate found in a header section.</summary>
/// <param name="Fault">A limit is crossed: the message is refused.</param>
/// <param name="Delivered">The keys of the addresses in Delivered-To fields; null when there are none.</param>
/// <param name="Authors">All addresses of From, Sender, Resent-From and Resent-Sender; null when not asked for.</param>
/// <param name="AuthorFault">From or Sender is doubled or cannot be read without doubt, or a line is no field: somebody else might read another
/// author out of it (espoofer, VU#244112).</param>
public readonly record struct HeadReport(
    SmtpRejection? Fault, IReadOnlyList<string>? Delivered, bool HasFrom, bool HasDate, bool HasMessageId, IReadOnlyList<MailAddress>? Authors, bool AuthorFault)
{
    /// <summary>The one TLS-Required field says No (RFC 8689 §3).</summary>
    public bool TlsOptional { get; init; }

    /// <summary>Of the one MT-Priority field (RFC 6758 §3); null when there is none, or more, or when authors were not asked for: then nobody trusts it.</summary>
    public int? Priority { get; init; }
}
