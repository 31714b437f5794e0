using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote.Certificates;

/// <summary>Checks a host's certificate against a TLS demand. Revocation is not asked for, and no certificate is fetched that the host did not send:
/// either would let a stranger choose where this host connects to. For all threads.</summary>
public sealed class CertificateCheck
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1"; // RFC 5280 §4.2.1.12
    private const int MostPresented = 10;

    private readonly TimeProvider _time;
    private readonly X509Certificate2Collection? _roots;

    /// <param name="roots">Whom to trust; null: the roots of this machine.</param>
    public CertificateCheck(TimeProvider time, X509Certificate2Collection? roots = null)
    {
        _time = time;
        _roots = roots;
    }

    /// <summary>For a handshake with a host. It fails when the verdict forbids to go on.</summary>
    /// <param name="host">As in the plan's stop.</param>
    /// <param name="judged">Told the verdict during the handshake, once.</param>
    public SslClientAuthenticationOptions Options(TlsDemand demand, string host, Action<CertificateVerdict> judged) => new()
    {
        TargetHost = demand is TlsDemand.Dane { Names: [var baseDomain, ..] } ? baseDomain : host,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13, // RFC 8996, RFC 9325 §3.1.1
        AllowRenegotiation = false,
        // The runtime builds a chain of its own before it asks; it must not fetch anything for that.
        CertificateChainPolicy = Policy([], trusted: null),
        RemoteCertificateValidationCallback = (_, certificate, chain, _) =>
        {
            var verdict = Check(demand, certificate as X509Certificate2, chain?.ChainPolicy.ExtraStore ?? []);
            judged(verdict);
            return verdict.MayGoOn;
        },
    };

    /// <param name="presented">What the host sent besides its own certificate, in any order.</param>
    public CertificateVerdict Check(TlsDemand demand, X509Certificate2? certificate, IEnumerable<X509Certificate2> presented)
    {
        if (demand is not (TlsDemand.Trusted or TlsDemand.Dane)) return CertificateVerdict.Good.Instance;
        var enforced = demand is not TlsDemand.Trusted { Enforced: false };
        if (certificate is null) return new CertificateVerdict.Bad(TlsFailure.ValidationFailure, "The host sent no certificate.", enforced);
        X509Certificate2[] others = [.. presented.Where(one => !Same(one, certificate)).Take(MostPresented)];
        var fault = demand switch
        {
            TlsDemand.Trusted trusted => TrustFault(trusted, certificate, others),
            TlsDemand.Dane dane => DaneFault(dane, certificate, others),
            _ => null,
        };
        return fault is null ? CertificateVerdict.Good.Instance : new CertificateVerdict.Bad(fault.Failure, fault.Text, enforced);
    }

    private Fault? TrustFault(TlsDemand.Trusted demand, X509Certificate2 certificate, X509Certificate2[] others)
    {
        using var chain = new X509Chain { ChainPolicy = Policy(others, _roots ?? [], system: _roots is null) };
        if (!chain.Build(certificate)) return Explain(chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status));
        // RFC 8461 §4.2: only names of the alternative name extension count, not the subject.
        return Names(certificate, demand.Names, subject: false);
    }

    private Fault? DaneFault(TlsDemand.Dane demand, X509Certificate2 certificate, X509Certificate2[] others)
    {
        // RFC 7672 §3.1.1: with DANE-EE neither names nor dates nor the chain count.
        if (demand.Records.Any(record => record.Usage == TlsaRecord.DaneEe && TlsaMatch.Of(record, certificate))) return null;
        Fault? found = null;
        foreach (var anchor in Anchors(demand, others))
        {
            var fault = AnchorFault(anchor, certificate, others) ?? Names(certificate, demand.Names, subject: true);
            if (fault is null) return null;
            found ??= fault;
        }

        return found ?? new(TlsFailure.TlsaInvalid, "None of the TLSA records vouches for the certificate.");
    }

    /// <summary>Certificates that a DANE-TA record names. RFC 7672 §3.1.2: one named by its digest must be sent; one that stands in the record as a
    /// whole need not.</summary>
    private static IEnumerable<X509Certificate2> Anchors(TlsDemand.Dane demand, X509Certificate2[] others)
    {
        foreach (var record in demand.Records.Where(record => record.Usage == TlsaRecord.DaneTa))
        {
            foreach (var other in others.Where(other => TlsaMatch.Of(record, other))) yield return other;
            if (TlsaMatch.WholeCertificate(record) is { } whole) yield return whole;
        }
    }

    /// <summary>RFC 7671 §5.2.1: the chain must be good up to the anchor; what is above it, and whether anybody else trusts it, does not matter.</summary>
    private Fault? AnchorFault(X509Certificate2 anchor, X509Certificate2 certificate, X509Certificate2[] others)
    {
        const X509ChainStatusFlags above = X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.UntrustedRoot;
        using var chain = new X509Chain { ChainPolicy = Policy([anchor, .. others], []) };
        chain.Build(certificate);
        var at = 1;
        while (at < chain.ChainElements.Count && !Same(chain.ChainElements[at].Certificate, anchor)) at++;
        if (at >= chain.ChainElements.Count) return new(TlsFailure.CertificateNotTrusted, "The certificate is not signed by the trust anchor of the TLSA record.");
        var flags = chain.ChainElements.Take(at + 1).SelectMany(e => e.ChainElementStatus).Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
        return (flags & ~above) == 0 ? null : Explain(flags & ~above);
    }

    /// <param name="trusted">Roots; null: none is needed, only the policy for fetching matters.</param>
    private X509ChainPolicy Policy(IEnumerable<X509Certificate2> others, X509Certificate2Collection? trusted, bool system = false)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = _time.GetUtcNow().LocalDateTime,
            VerificationTimeIgnored = false,
            TrustMode = system ? X509ChainTrustMode.System : X509ChainTrustMode.CustomRootTrust,
        };
        policy.ApplicationPolicy.Add(new Oid(ServerAuthentication));
        foreach (var other in others) policy.ExtraStore.Add(other);
        if (!system && trusted is not null) policy.CustomTrustStore.AddRange(trusted);
        return policy;
    }

    private static Fault? Names(X509Certificate2 certificate, IEnumerable<string> names, bool subject)
    {
        try
        {
            if (names.Any(name => certificate.MatchesHostname(name, allowWildcards: true, allowCommonName: subject))) return null;
        }
        catch (Exception e) when (e is CryptographicException or ArgumentException)
        {
            // An extension that can't be read, or a name that is none: no match.
        }

        return new(TlsFailure.CertificateHostMismatch, $"The certificate does not name {string.Join(" or ", names)}.");
    }

    private static Fault Explain(X509ChainStatusFlags flags) => flags switch
    {
        X509ChainStatusFlags.NotTimeValid => new(TlsFailure.CertificateExpired, "The certificate, or one that signed it, has expired or is not valid yet."),
        _ when (flags & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain | X509ChainStatusFlags.NotSignatureValid)) != 0 =>
            new(TlsFailure.CertificateNotTrusted, "The certificate is not signed by an authority that is trusted."),
        _ => new(TlsFailure.ValidationFailure, $"The certificate is not valid ({flags})."),
    };

    private static bool Same(X509Certificate2 one, X509Certificate2 other) => one.RawDataMemory.Span.SequenceEqual(other.RawDataMemory.Span);

    private sealed record Fault(TlsFailure Failure, string Text);
}
