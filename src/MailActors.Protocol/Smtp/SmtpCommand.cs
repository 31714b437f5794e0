namespace MailActors.Protocol.Smtp;

/// <summary>A command as the client gave it, syntactically sound. One record for each verb in <c>Commands/</c>.</summary>
public abstract record SmtpCommand(SmtpVerb Verb);
