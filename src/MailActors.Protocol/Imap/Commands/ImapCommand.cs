namespace MailActors.Protocol.Imap.Commands;

/// <summary>One command of a client, read in full. Mailbox names are Unicode (NFC, INBOX in capitals), flags and dates are typed; whatever
/// could not be read never gets this far. A command knows no session: whether it may be given now is the session's question.</summary>
public abstract record ImapCommand(string Tag);
