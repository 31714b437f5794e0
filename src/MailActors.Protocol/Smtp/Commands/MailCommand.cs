using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Commands;

/// <summary>MAIL FROM (RFC 5321 §4.1.1.2) with the parameters of RFC 1870, 6152, 3030, 6531, 4954, 3461, 8689, 4865, 2852 and 6710,
/// and Postfix's XVERP.</summary>
/// <param name="ReversePath">Null for the empty path of a bounce.</param>
/// <param name="Size">Octets announced; null when not told.</param>
/// <param name="EnvelopeId">ENVID in xtext as given; its decoded form is printable.</param>
/// <param name="Auth">AUTH= in xtext as given; read and not used, since what it says comes from a client we need not trust (RFC 4954 §5).</param>
public sealed record MailCommand(
    MailAddress? ReversePath,
    long? Size = null,
    BodyParameter Body = BodyParameter.SevenBit,
    bool Utf8 = false,
    RetParameter Return = RetParameter.Unspecified,
    string? EnvelopeId = null,
    string? Auth = null) : SmtpCommand(SmtpVerb.Mail)
{
    /// <summary>REQUIRETLS (RFC 8689 §2).</summary>
    public bool RequireTls { get; init; }

    public HoldParameter? Hold { get; init; }

    public DeliverByParameter? DeliverBy { get; init; }

    /// <summary>MT-PRIORITY= (RFC 6710), −9 to 9; null: not told.</summary>
    public int? Priority { get; init; }

    /// <summary>XVERP: each recipient gets a reverse-path of its own; null: not asked for.</summary>
    public VerpDelimiters? Verp { get; init; }
}

/// <summary>BODY= (RFC 6152, RFC 3030 §3).</summary>
public enum BodyParameter
{
    SevenBit,
    EightBitMime,
    BinaryMime,
}

/// <summary>RET= (RFC 3461 §4.3).</summary>
public enum RetParameter
{
    Unspecified,
    Full,
    Headers,
}
