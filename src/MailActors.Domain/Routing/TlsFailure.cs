namespace MailActors.Domain.Routing;

/// <summary>Result types of RFC 8460 §4.3: why a session was not as a policy wants it.</summary>
public enum TlsFailure
{
    StartTlsNotSupported,
    CertificateHostMismatch,
    CertificateExpired,
    CertificateNotTrusted,

    /// <summary>Anything else that goes wrong in a handshake.</summary>
    ValidationFailure,

    /// <summary>None of the TLSA records vouches for the certificate.</summary>
    TlsaInvalid,
    DnssecInvalid,
    DaneRequired,
    StsPolicyFetchError,
    StsPolicyInvalid,

    /// <summary>The certificate of the host that publishes the policy.</summary>
    StsWebPkiInvalid,
}

public static class TlsFailureNames
{
    /// <summary>As a report has it.</summary>
    public static string Name(this TlsFailure failure) => failure switch
    {
        TlsFailure.StartTlsNotSupported => "starttls-not-supported",
        TlsFailure.CertificateHostMismatch => "certificate-host-mismatch",
        TlsFailure.CertificateExpired => "certificate-expired",
        TlsFailure.CertificateNotTrusted => "certificate-not-trusted",
        TlsFailure.ValidationFailure => "validation-failure",
        TlsFailure.TlsaInvalid => "tlsa-invalid",
        TlsFailure.DnssecInvalid => "dnssec-invalid",
        TlsFailure.DaneRequired => "dane-required",
        TlsFailure.StsPolicyFetchError => "sts-policy-fetch-error",
        TlsFailure.StsPolicyInvalid => "sts-policy-invalid",
        TlsFailure.StsWebPkiInvalid => "sts-webpki-invalid",
        _ => throw new ArgumentOutOfRangeException(nameof(failure)),
    };
}
