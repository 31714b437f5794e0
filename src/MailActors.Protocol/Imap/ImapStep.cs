using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap;

/// <summary>What a session does after it gave a line to <see cref="ImapCommandAssembler"/>.</summary>
public abstract record ImapStep
{
    private ImapStep() { }

    /// <summary>A command is whole: do it.</summary>
    public sealed record Complete(ImapCommand Command) : ImapStep;

    /// <summary>An argument comes as a literal: say "+" if it is synchronizing, read that many octets, give them to <see cref="ImapCommandAssembler.Octets"/>,
    /// then read the next line.</summary>
    public sealed record Literal(int Size, bool Synchronizing) : ImapStep;

    /// <summary>A message of APPEND comes. Take it: say "+" if it is synchronizing, stream that many octets into the store, then read the next line.
    /// Or refuse it with <see cref="ImapCommandAssembler.Refuse"/> and do what that says.</summary>
    /// <param name="Index">From 0, within its APPEND.</param>
    public sealed record Body(string Tag, string Mailbox, int Index, AppendMessage Message, bool Synchronizing) : ImapStep;

    /// <summary>The command is lost, but its sender has already sent a literal: read that many octets, throw them away, then read the next line.</summary>
    public sealed record Skip(long Size) : ImapStep;

    /// <summary>What was refused with <see cref="ImapCommandAssembler.Refuse"/> or <see cref="ImapCommandAssembler.Abandon"/> is behind us: send the reply, go on with the next command.</summary>
    public sealed record Refused(string Tag) : ImapStep;

    /// <summary>HTTP or TLS: close without a word.</summary>
    public sealed record Foreign : ImapStep
    {
        public static readonly Foreign Instance = new();
    }

    /// <summary>Not a command. Reply <c>BAD</c>, with <c>*</c> when the tag could not be read; with <paramref name="Close"/> say BYE and close: where the next
    /// command would begin is anybody's guess.</summary>
    public sealed record Bad(string? Tag, ImapFault Fault, bool Close) : ImapStep;
}

/// <summary>Why input is not a command. Data, never an exception.</summary>
/// <param name="Text">For the client, plain ASCII, nothing of its input in it.</param>
public sealed record ImapFault(ImapFaultKind Kind, string Text);

public enum ImapFaultKind
{
    /// <summary>Against the grammar.</summary>
    Syntax,

    /// <summary>No such command: sessions count these and end the connection (a browser, an SMTP client, a port scan).</summary>
    UnknownCommand,

    /// <summary>Right, but more or larger than we take.</summary>
    TooBig,
}
