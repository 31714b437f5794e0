namespace MailActors.Protocol.Smtp;

/// <summary>What an endpoint is for.</summary>
public enum SmtpEndpointKind
{
    /// <summary>Port 25: mail from other hosts, for recipients of ours only.</summary>
    Relay,

    /// <summary>Ports 587 and 465: mail from users of ours, who log in first (RFC 6409).</summary>
    Submission,

    /// <summary>Port 24: mail from a neighbouring mail server, a reply for each recipient (RFC 2033).</summary>
    Lmtp,
}
