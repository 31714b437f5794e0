namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.2.3.</summary>
public sealed record LoginCommand(string Tag, string UserName, string Password) : ImapCommand(Tag)
{
    /// <summary>Without the secret: this text may end up in a log.</summary>
    public override string ToString() => $"{Tag} LOGIN {UserName}";
}
