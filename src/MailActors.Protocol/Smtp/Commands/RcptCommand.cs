using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Commands;

/// <summary>RCPT TO (RFC 5321 §4.1.1.3) with the parameters of RFC 3461.</summary>
/// <param name="ForwardPath">Null for <c>&lt;Postmaster&gt;</c> without a domain, which everybody must take.</param>
/// <param name="OriginalRecipient">ORCPT as given, in xtext (<c>rfc822;…</c>) or with UTF-8 (<c>utf-8;…</c>); its decoded form is printable.</param>
/// <param name="International">Written with non-ASCII: for SMTPUTF8 transactions only (RFC 6531 §3.3).</param>
public sealed record RcptCommand(
    MailAddress? ForwardPath,
    NotifyParameter Notify = NotifyParameter.Unspecified,
    string? OriginalRecipient = null,
    bool International = false) : SmtpCommand(SmtpVerb.Rcpt);

/// <summary>NOTIFY= (RFC 3461 §4.1).</summary>
[Flags]
public enum NotifyParameter
{
    Unspecified = 0,
    Never = 1,
    Success = 2,
    Failure = 4,
    Delay = 8,
}
