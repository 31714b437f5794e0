using System.Globalization;

namespace MailActors.Protocol.Imap;

/// <summary>What CAPABILITY advertises, and when. Only what works is here: a test finds the source file that does it for each name.</summary>
public static class ImapCapabilities
{
    /// <param name="Name">As on the wire; APPENDLIMIT gets its value, AUTH= its mechanisms.</param>
    /// <param name="DoneBy">The command record or response that carries it.</param>
    public sealed record Entry(string Name, bool BeforeLogin, bool AfterLogin, string DoneBy);

    public static readonly IReadOnlyList<Entry> All =
    [
        new("IMAP4rev1", true, true, "LsubCommand"),
        new("IMAP4rev2", true, true, "EnableCommand"),
        new("LITERAL+", true, true, "ImapCommandAssembler"),
        new("SASL-IR", true, false, "AuthenticateCommand"),
        new("ID", true, true, "IdCommand"),
        new("ENABLE", true, true, "EnableCommand"),
        new("IDLE", true, true, "IdleCommand"),
        new("NAMESPACE", false, true, "NamespaceCommand"),
        new("UIDPLUS", false, true, "ExpungeCommand"),
        new("MOVE", false, true, "MoveCommand"),
        new("UNSELECT", false, true, "UnselectCommand"),
        new("CHILDREN", false, true, "ListCommand"),
        new("SPECIAL-USE", false, true, "ListCommand"),
        new("CREATE-SPECIAL-USE", false, true, "CreateCommand"),
        new("LIST-EXTENDED", false, true, "ListCommand"),
        new("LIST-STATUS", false, true, "ListCommand"),
        new("STATUS=SIZE", false, true, "StatusCommand"),
        new("ESEARCH", false, true, "SearchCommand"),
        new("SEARCHRES", false, true, "SearchCommand"),
        new("WITHIN", false, true, "SearchCommand"),
        new("BINARY", false, true, "FetchCommand"),
        new("MULTIAPPEND", false, true, "AppendCommand"),
        new("APPENDLIMIT", false, true, "AppendCommand"),
        new("CONDSTORE", false, true, "StoreCommand"),
        new("QRESYNC", false, true, "SelectCommand"),
        new("QUOTA", false, true, "GetQuotaRootCommand"),
        new("QUOTA=RES-STORAGE", false, true, "GetQuotaCommand"),
        new("QUOTA=RES-MESSAGE", false, true, "GetQuotaCommand"),
    ];

    /// <summary>Before login. LOGINDISABLED (RFC 9051 §6.2.3) stands for no mechanisms.</summary>
    /// <param name="mechanisms">What can be used on this connection as it is now; empty on plaintext.</param>
    public static string BeforeLogin(bool startTls, IEnumerable<string> mechanisms)
    {
        var names = All.Where(c => c.BeforeLogin).Select(c => c.Name).ToList();
        if (startTls) names.Add("STARTTLS");
        var count = names.Count;
        names.AddRange(mechanisms.Select(m => "AUTH=" + m));
        if (names.Count == count) names.Add("LOGINDISABLED");
        return string.Join(' ', names);
    }

    /// <param name="appendLimit">Octets of one message (RFC 7889).</param>
    public static string AfterLogin(long appendLimit) => string.Join(' ', All.Where(c => c.AfterLogin).Select(c =>
        c.Name == "APPENDLIMIT" ? "APPENDLIMIT=" + appendLimit.ToString(CultureInfo.InvariantCulture) : c.Name));
}
