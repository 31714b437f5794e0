using System.Collections.Frozen;
using System.Text;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Reading;

namespace MailActors.Protocol.Imap;

/// <summary>Reads one whole command: the table of all commands and their rules. Knows no session.</summary>
public static class ImapCommandReader
{
    /// <summary>Octets of a tag; it is sent back with the answer.</summary>
    private const int MaxTag = 100;

    private delegate ImapCommand? Rule(ref ImapScanner scanner, string tag);

    private static readonly FrozenDictionary<string, Rule> Rules = new Dictionary<string, Rule>
    {
        ["CAPABILITY"] = (ref _, tag) => new CapabilityCommand(tag),
        ["NOOP"] = (ref _, tag) => new NoopCommand(tag),
        ["LOGOUT"] = (ref _, tag) => new LogoutCommand(tag),
        ["ID"] = SessionRules.Id,
        ["STARTTLS"] = (ref _, tag) => new StartTlsCommand(tag),
        ["AUTHENTICATE"] = SessionRules.Authenticate,
        ["LOGIN"] = SessionRules.Login,
        ["ENABLE"] = SessionRules.Enable,
        ["SELECT"] = (ref scanner, tag) => FolderRules.Select(ref scanner, tag, readOnly: false),
        ["EXAMINE"] = (ref scanner, tag) => FolderRules.Select(ref scanner, tag, readOnly: true),
        ["CREATE"] = FolderRules.Create,
        ["DELETE"] = (ref scanner, tag) => scanner.ExpectName(out var name) ? new DeleteCommand(tag, name) : null,
        ["RENAME"] = FolderRules.Rename,
        ["SUBSCRIBE"] = (ref scanner, tag) => scanner.ExpectName(out var name) ? new SubscribeCommand(tag, name) : null,
        ["UNSUBSCRIBE"] = (ref scanner, tag) => scanner.ExpectName(out var name) ? new UnsubscribeCommand(tag, name) : null,
        ["LIST"] = ListRules.List,
        ["LSUB"] = ListRules.Lsub,
        ["NAMESPACE"] = (ref _, tag) => new NamespaceCommand(tag),
        ["STATUS"] = FolderRules.Status,
        ["IDLE"] = (ref _, tag) => new IdleCommand(tag),
        ["GETQUOTA"] = MessageRules.GetQuota,
        ["GETQUOTAROOT"] = (ref scanner, tag) => scanner.ExpectName(out var name) ? new GetQuotaRootCommand(tag, name) : null,
        ["SETQUOTA"] = MessageRules.SetQuota,
        ["CHECK"] = (ref _, tag) => new CheckCommand(tag),
        ["CLOSE"] = (ref _, tag) => new CloseCommand(tag),
        ["UNSELECT"] = (ref _, tag) => new UnselectCommand(tag),
        ["EXPUNGE"] = (ref _, tag) => new ExpungeCommand(tag, null),
        ["UID EXPUNGE"] = MessageRules.UidExpunge,
        ["SEARCH"] = (ref scanner, tag) => SearchRules.Search(ref scanner, tag, uid: false),
        ["UID SEARCH"] = (ref scanner, tag) => SearchRules.Search(ref scanner, tag, uid: true),
        ["FETCH"] = (ref scanner, tag) => FetchRules.Fetch(ref scanner, tag, uid: false),
        ["UID FETCH"] = (ref scanner, tag) => FetchRules.Fetch(ref scanner, tag, uid: true),
        ["STORE"] = (ref scanner, tag) => MessageRules.Store(ref scanner, tag, uid: false),
        ["UID STORE"] = (ref scanner, tag) => MessageRules.Store(ref scanner, tag, uid: true),
        ["COPY"] = (ref scanner, tag) => MessageRules.Copy(ref scanner, tag, uid: false),
        ["UID COPY"] = (ref scanner, tag) => MessageRules.Copy(ref scanner, tag, uid: true),
        ["MOVE"] = (ref scanner, tag) => MessageRules.Move(ref scanner, tag, uid: false),
        ["UID MOVE"] = (ref scanner, tag) => MessageRules.Move(ref scanner, tag, uid: true),

        // Its messages are literals that ImapCommandAssembler takes out of the way; what gets here has none.
        ["APPEND"] = NoMessage,
    }.ToFrozenDictionary();

    /// <summary>The names of all commands, in capitals.</summary>
    public static IEnumerable<string> Names => Rules.Keys;

    /// <param name="text">All lines joined by CRLF, without the last CRLF, and the octets of literals between them.</param>
    /// <param name="utf8Names">IMAP4rev2 is enabled.</param>
    public static ImapReading Read(ReadOnlySpan<byte> text, bool utf8Names)
    {
        var scanner = new ImapScanner(text, utf8Names);
        if (!scanner.ExpectHead(out var tag, out var name)) return new(tag, null, scanner.Fault);
        var command = Rules[name](ref scanner, tag!);
        return command is not null && scanner.ExpectEnd() ? new(tag, command, null) : new(tag, null, scanner.Fault);
    }

    /// <summary>The tag (null when there is none) and the name of a command there is, in capitals.</summary>
    internal static bool ExpectHead(this ref ImapScanner scanner, out string? tag, out string name)
    {
        name = "";
        var run = scanner.TakeRun(ImapOctets.Tag);
        tag = run.Length is > 0 and <= MaxTag && scanner.Next is (byte)' ' or 0 ? Encoding.ASCII.GetString(run) : null;
        if (string.IsNullOrEmpty(tag)) return scanner.Fail("A command begins with a tag", ImapFaultKind.UnknownCommand);
        if (!scanner.ExpectSpace() || !scanner.ExpectWord(out name)) return false;
        if (name == "UID")
        {
            if (!scanner.ExpectSpace() || !scanner.ExpectWord(out var second)) return false;
            name = "UID " + second;
        }

        return Rules.ContainsKey(name) || scanner.Fail("There is no such command", ImapFaultKind.UnknownCommand);
    }

    private static ImapCommand? NoMessage(ref ImapScanner scanner, string tag)
    {
        if (scanner.ExpectName(out _)) scanner.Fail("APPEND takes a message as a literal");
        return null;
    }
}

/// <summary>Exactly one of <paramref name="Command"/> and <paramref name="Fault"/> is there.</summary>
/// <param name="Tag">Null when it could not be read.</param>
public readonly record struct ImapReading(string? Tag, ImapCommand? Command, ImapFault? Fault);
