namespace MailActors.Protocol.Smtp;

/// <summary>Where a session stands; the rows of <see cref="SmtpTransitions"/>.</summary>
public enum SmtpState
{
    /// <summary>Behind the banner, and again behind STARTTLS.</summary>
    Connected,

    /// <summary>Greeted, no transaction.</summary>
    Ready,

    /// <summary>MAIL accepted.</summary>
    Sender,

    /// <summary>At least one RCPT accepted.</summary>
    Recipients,

    /// <summary>A BDAT chunk taken, LAST not seen.</summary>
    Chunks,
}
