namespace MailActors.Protocol.Smtp.Client;

/// <summary>What a reply is awaited for; each has a time-out of its own (RFC 5321 §4.5.3.2).</summary>
public enum DialogueStage
{
    Greeting,
    Hello,
    StartTls,
    Auth,
    Rset,
    Mail,
    Rcpt,

    /// <summary>DATA, before the message.</summary>
    Data,

    /// <summary>The final dot, or the last BDAT: until its reply both sides may hold the message.</summary>
    Dot,
    Quit,
}
