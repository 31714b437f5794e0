namespace MailActors.Domain.Routing;

/// <summary>To whom mail for a domain is handed on.</summary>
public abstract record NextHop
{
    private NextHop() { }

    /// <summary>The destination's name: limits, pauses and figures are kept under it, over the whole cluster.</summary>
    public abstract string Destination { get; }

    /// <summary>The mail exchangers that DNS names (RFC 5321 §5.1).</summary>
    /// <param name="Domain">In A-labels, lower case; or an address literal in brackets.</param>
    public sealed record Exchange(string Domain) : NextHop
    {
        public override string Destination => Domain;
    }

    /// <summary>A host of the operator's choice, such as a smarthost or an LMTP server. Its MX records are not asked for.</summary>
    public sealed record Relay(string Host, int Port, RelayProtocol Protocol, RelayTls Tls, RelayCredentials? Credentials) : NextHop
    {
        public override string Destination => $"[{Host}]:{Port}";
    }
}

public enum RelayProtocol
{
    Smtp,
    Lmtp,
}

public enum RelayTls
{
    /// <summary>STARTTLS when it is offered, with any certificate.</summary>
    Opportunistic,

    /// <summary>STARTTLS with a certificate that names the host and is trusted, or no mail.</summary>
    Verified,

    /// <summary>TLS from the first octet (RFC 8314), certificate as with <see cref="Verified"/>.</summary>
    Implicit,

    /// <summary>Plain text; for hosts on the same machine.</summary>
    None,
}

public sealed record RelayCredentials(string User, string Password)
{
    public override string ToString() => $"{User} (password not shown)";
}
