namespace MailActors.Domain.Routing;

/// <summary>What a message asks of the connection it goes over. One that serves one kind is not used for another.</summary>
public enum TlsNeed
{
    /// <summary>As the destination's policies say.</summary>
    Ordinary,

    /// <summary>RFC 8689 §2, REQUIRETLS.</summary>
    Required,

    /// <summary>RFC 8689 §5, a notice about such a message: as with <see cref="Required"/>, and where that can't be had, as with <see cref="Ordinary"/>.</summary>
    Preferred,

    /// <summary>RFC 8689 §3, TLS-Required: No.</summary>
    Optional,
}
