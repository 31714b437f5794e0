namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.2.2 with the initial response of RFC 4959. The lines that follow belong to the mechanism, not to the command grammar.</summary>
/// <param name="Mechanism">In capitals.</param>
/// <param name="InitialResponse">Decoded from base64; empty for <c>=</c>, null when there was none.</param>
public sealed record AuthenticateCommand(string Tag, string Mechanism, byte[]? InitialResponse) : ImapCommand(Tag)
{
    /// <summary>Without the secret: this text may end up in a log.</summary>
    public override string ToString() => $"{Tag} AUTHENTICATE {Mechanism}";
}
