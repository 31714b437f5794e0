namespace MailActors.Protocol.Smtp.Commands;

/// <summary>EHLO, HELO (RFC 5321 §4.1.1.1) or LHLO (RFC 2033 §4.1); the verb tells which.</summary>
/// <param name="Name">What the client calls itself: letters, digits and <c>. - _ : [ ]</c> only.</param>
public sealed record HelloCommand(SmtpVerb Verb, string Name) : SmtpCommand(Verb);
