namespace MailActors.Protocol.Pop3;

/// <summary>One command, its arguments read.</summary>
public abstract record Pop3Command
{
    private Pop3Command() { }

    /// <summary>A command without arguments.</summary>
    public sealed record Plain(Pop3Verb Verb) : Pop3Command;

    public sealed record User(string Name) : Pop3Command;

    public sealed record Pass(string Password) : Pop3Command;

    /// <param name="InitialResponse">Still in base64; null when there is none.</param>
    public sealed record Auth(string Mechanism, ReadOnlyMemory<byte>? InitialResponse) : Pop3Command;

    /// <summary>LIST or UIDL.</summary>
    /// <param name="Message">Null: of all messages.</param>
    public sealed record Listing(Pop3Verb Verb, int? Message) : Pop3Command;

    public sealed record Retr(int Message) : Pop3Command;

    /// <param name="Lines">Of the body, 0 or more.</param>
    public sealed record Top(int Message, int Lines) : Pop3Command;

    public sealed record Dele(int Message) : Pop3Command;
}
