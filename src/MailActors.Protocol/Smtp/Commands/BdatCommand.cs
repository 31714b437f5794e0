namespace MailActors.Protocol.Smtp.Commands;

/// <summary>BDAT (RFC 3030 §2): that many octets follow the line at once, whatever we think of the command.</summary>
public sealed record BdatCommand(long Size, bool Last) : SmtpCommand(SmtpVerb.Bdat);
