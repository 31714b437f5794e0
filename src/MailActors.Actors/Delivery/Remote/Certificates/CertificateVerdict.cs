using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote.Certificates;

/// <summary>What a host's certificate is worth against a <see cref="TlsDemand"/>.</summary>
public abstract record CertificateVerdict
{
    private CertificateVerdict() { }

    /// <summary>Whether the session may be used.</summary>
    public virtual bool MayGoOn => true;

    public sealed record Good : CertificateVerdict
    {
        public static readonly Good Instance = new();
    }

    /// <param name="Text">One line, for people.</param>
    /// <param name="Enforced">False: the policy is on trial (RFC 8461 §5): the failure is counted and the mail goes.</param>
    public sealed record Bad(TlsFailure Failure, string Text, bool Enforced) : CertificateVerdict
    {
        public override bool MayGoOn => !Enforced;
    }
}
