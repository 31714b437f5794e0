namespace MailActors.Protocol.Smtp;

/// <summary>The commands there are; the columns of <see cref="SmtpTransitions"/>.</summary>
public enum SmtpVerb
{
    /// <summary>No command of SMTP.</summary>
    Unknown,

    /// <summary>The first line of another protocol (HTTP, a TLS hello): somebody uses a browser or a confused client against us
    /// (ALPACA). It gets no answer that could be reflected.</summary>
    Foreign,
    Ehlo,
    Helo,
    Lhlo,
    Mail,
    Rcpt,
    Data,
    Bdat,
    Rset,
    Noop,
    Vrfy,
    Expn,
    Help,
    Quit,
    StartTls,
    Auth,
}
