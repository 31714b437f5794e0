namespace MailActors.Protocol.Smtp.Commands;

/// <summary>AUTH (RFC 4954 §4).</summary>
/// <param name="Mechanism">In upper case.</param>
/// <param name="InitialResponse">Base64 as given, "=" for an empty one; null when there is none. May hold a password: never logged.</param>
public sealed record AuthCommand(string Mechanism, string? InitialResponse) : SmtpCommand(SmtpVerb.Auth)
{
    public override string ToString() => $"AUTH {Mechanism}";
}
