namespace MailActors.Console.Commands;

/// <summary>One command as a person types it and as the node is asked.</summary>
/// <param name="Arguments">In order: <c>name</c> must be given, <c>name?</c> may be missing, <c>name*</c> takes all that follow.</param>
/// <param name="Options">Values by name: <c>--quota 2G</c>. Those whose name is in <see cref="CommandTable.Sizes"/> are sizes.</param>
internal sealed record CommandText(string Palette, string Name, string Help, string[] Arguments, string[] Options, string Example)
{
    /// <summary>A password is asked for, twice, or read from standard input.</summary>
    public bool TakesPassword { get; init; }

    /// <summary>The answer is one thing and not a list.</summary>
    public bool IsSingle { get; init; }

    /// <summary>Without its argument it is done to all that fit the options, after a question or with <c>--yes</c>.</summary>
    public bool Confirms { get; init; }

    /// <summary>Without <c>--yes</c> it only tells what it would do.</summary>
    public bool Rehearses { get; init; }

    /// <summary>The argument is a file whose lines are the argument <c>rows</c>.</summary>
    public bool TakesFile { get; init; }
}

internal static class CommandTable
{
    public static readonly string[] Sizes = ["quota", "bytes"];

    public static readonly string[] Durations = ["older", "newer"];

    private static readonly string[] QueueFilter = ["sender", "account", "recipient", "domain", "reason", "older", "newer", "held"];

    public static readonly IReadOnlyDictionary<string, string> Palettes = new Dictionary<string, string>
    {
        ["domain"] = "Domains this server has mail for",
        ["account"] = "Accounts and their passwords",
        ["app-password"] = "Passwords for one program each",
        ["alias"] = "Addresses that lead to others, ours or not",
        ["forwarding"] = "Reverse-paths of mail that aliases lead to other hosts",
        ["mailbox"] = "What mailboxes hold",
        ["queue"] = "Mail that has been accepted and still has to go somewhere",
        ["destination"] = "Where mail for other hosts goes",
        ["route"] = "Where mail for other hosts goes, and why",
        ["tls"] = "TLS with other hosts",
        ["dkim"] = "Keys that sign what leaves",
        ["session"] = "Who is connected",
        ["store"] = "Check, measure and clear up what is on disk",
        ["node"] = "The node itself",
    };

    public static readonly IReadOnlyList<CommandText> All =
    [
        new("domain", "add", "Adds a domain", ["name"], ["quota", "catch-all"], "mailctl domain add example.org --quota 2G") { IsSingle = true },
        new("domain", "list", "Lists the domains", [], [], "mailctl domain list"),
        new("domain", "show", "Shows a domain", ["name"], [], "mailctl domain show example.org") { IsSingle = true },
        new("domain", "remove", "Removes a domain without accounts and aliases", ["name"], [], "mailctl domain remove example.org") { IsSingle = true },
        new("domain", "dns", "Prints the records a domain should publish", ["name"], [], "mailctl domain dns example.org"),
        new("domain", "check", "Compares them with DNS", ["name"], [], "mailctl domain check example.org"),
        new("account", "add", "Adds an account", ["address"], ["quota"], "mailctl account add ann@example.org --quota 5G") { TakesPassword = true, IsSingle = true },
        new("account", "list", "Lists accounts", ["domain?"], [], "mailctl account list example.org --json"),
        new("account", "show", "Shows an account", ["address"], [], "mailctl account show ann@example.org") { IsSingle = true },
        new("account", "remove", "Removes an account and its mailbox", ["address"], [], "mailctl account remove ann@example.org") { IsSingle = true },
        new("account", "passwd", "Sets the password and ends open sessions", ["address"], [], "mailctl account passwd ann@example.org") { TakesPassword = true, IsSingle = true },
        new("account", "quota", "Sets the quota; 0 for none", ["address", "bytes", "messages?"], [], "mailctl account quota ann@example.org 10G") { IsSingle = true },
        new("account", "limit", "Sets how much an account may send to other hosts in a day, or shows it", ["address"], ["messages", "recipients", "new-recipients"], "mailctl account limit news@example.org --messages 5000 --new-recipients 0") { IsSingle = true },
        new("account", "disable", "Refuses log-in and mail", ["address"], [], "mailctl account disable ann@example.org") { IsSingle = true },
        new("account", "enable", "Allows log-in and mail again", ["address"], [], "mailctl account enable ann@example.org") { IsSingle = true },
        new("account", "import", "Adds many from a file of lines address,password[,quota]", ["file"], [], "mailctl account import accounts.csv") { TakesFile = true },
        new("app-password", "add", "Makes a password for one program and shows it this once", ["address", "name"], [], "mailctl app-password add ann@example.org phone") { IsSingle = true },
        new("app-password", "list", "Lists those of an account", ["address"], [], "mailctl app-password list ann@example.org"),
        new("app-password", "remove", "Removes one", ["address", "name"], [], "mailctl app-password remove ann@example.org phone") { IsSingle = true },
        new("alias", "add", "Adds an alias that leads to one or more addresses", ["address", "targets*"], [], "mailctl alias add info@example.org ann@example.org bob@elsewhere.example") { IsSingle = true },
        new("alias", "list", "Lists aliases", ["domain?"], [], "mailctl alias list"),
        new("alias", "remove", "Removes an alias", ["address"], [], "mailctl alias remove info@example.org") { IsSingle = true },
        new("forwarding", "list", "Lists the secrets that prove them, by age", [], [], "mailctl forwarding list"),
        new("forwarding", "rotate", "Uses a new secret from now on; the ones before prove what they have made", [], [], "mailctl forwarding rotate") { IsSingle = true },
        new("forwarding", "show", "Says whom a reverse-path of forwarded mail stands for", ["address"], [], "mailctl forwarding show SRS0=LK77NuBJ=JQ=example.com=sender@example.org") { IsSingle = true },
        new("mailbox", "show", "Shows size, quota and counts", ["address"], [], "mailctl mailbox show ann@example.org") { IsSingle = true },
        new("mailbox", "folders", "Lists the folders", ["address"], [], "mailctl mailbox folders ann@example.org"),
        new("mailbox", "messages", "Lists the newest messages of a folder", ["address", "folder?"], ["limit"], "mailctl mailbox messages ann@example.org Archive --limit 20"),
        new("queue", "list", "Lists waiting mail, oldest first", [], [.. QueueFilter, "limit", "after"], "mailctl queue list --domain example.org --older 4h --reason 4.4"),
        new("queue", "count", "Counts messages and recipients", [], QueueFilter, "mailctl queue count --sender @example.org") { IsSingle = true },
        new("queue", "stats", "Counts by state, domain, reason and age", [], [.. QueueFilter, "limit"], "mailctl queue stats --json"),
        new("queue", "show", "Shows one message", ["id"], [], "mailctl queue show 01a20e0b4d9f7859b5ba292b1916029e"),
        new("queue", "hold", "Delivers nothing of the messages until they are released", ["id?"], QueueFilter, "mailctl queue hold --account ann@example.org") { IsSingle = true, Confirms = true },
        new("queue", "release", "Lets held messages go on", ["id?"], QueueFilter, "mailctl queue release 01a20e0b4d9f7859b5ba292b1916029e") { IsSingle = true, Confirms = true },
        new("queue", "retry", "Tries at once what was put off", ["id?"], QueueFilter, "mailctl queue retry --reason 4.4.1 --yes") { IsSingle = true, Confirms = true },
        new("queue", "cancel", "Gives up delivery and tells the senders", ["id?"], QueueFilter, "mailctl queue cancel --domain gone.example --older 1d") { IsSingle = true, Confirms = true },
        new("queue", "discard", "Gives up delivery and tells nobody", ["id?"], QueueFilter, "mailctl queue discard --sender spam@example.org --yes") { IsSingle = true, Confirms = true },
        new("queue", "flush", "Tries at once all that was put off, for a domain or for all", ["domain?"], [], "mailctl queue flush example.org") { IsSingle = true },
        new("queue", "hold-account", "Holds all that an account has sent and will send", ["address"], [], "mailctl queue hold-account ann@example.org") { IsSingle = true },
        new("queue", "release-account", "Lets mail of a held account go on", ["address"], [], "mailctl queue release-account ann@example.org") { IsSingle = true },
        new("queue", "held-accounts", "Lists the accounts whose mail is held", [], [], "mailctl queue held-accounts"),
        new("destination", "list", "Lists those with mail or trouble just now, and those paused", [], ["limit"], "mailctl destination list"),
        new("destination", "show", "Shows one, and the rules for it", ["name"], [], "mailctl destination show example.net") { IsSingle = true },
        new("destination", "pause", "Sends nothing there until it is resumed", ["name", "why?"], [], "mailctl destination pause example.net \"They asked us to\"") { IsSingle = true },
        new("destination", "resume", "Sends there again", ["name"], [], "mailctl destination resume example.net") { IsSingle = true },
        new("route", "list", "Lists the routes of the settings, most exact first", [], [], "mailctl route list"),
        new("route", "test", "Says what would happen to mail for an address, and why; exit code 1 when it would not be sent", ["address"], ["from"], "mailctl route test bob@example.net --from ann@example.org"),
        new("tls", "policies", "Lists the MTA-STS policies that are kept", [], ["limit"], "mailctl tls policies"),
        new("tls", "report", "Counts the sessions of a day (of UTC; today) by policy, host and what went wrong", [], ["day"], "mailctl tls report --day 2026-12-01 --json"),
        new("dkim", "add", "Makes a key that signs nothing until it is activated", ["domain", "selector?"], ["algorithm"], "mailctl dkim add example.org --algorithm ed25519") { IsSingle = true },
        new("dkim", "activate", "Signs with a key from now on; the one before retires", ["domain", "selector"], [], "mailctl dkim activate example.org r202611") { IsSingle = true },
        new("dkim", "list", "Lists keys", ["domain?"], [], "mailctl dkim list example.org"),
        new("dkim", "show", "Shows a key and the record to publish", ["domain", "selector"], [], "mailctl dkim show example.org r202611") { IsSingle = true },
        new("dkim", "remove", "Removes a key for good", ["domain", "selector"], [], "mailctl dkim remove example.org r202611") { IsSingle = true },
        new("session", "list", "Lists connections, or the sessions of an account", ["address?"], [], "mailctl session list ann@example.org"),
        new("session", "kick", "Ends the sessions of an account, or one of them", ["address", "session?"], [], "mailctl session kick ann@example.org"),
        new("store", "verify", "Checks journal, blobs, UIDs and counts; exit code 1 when a fault is found", [], [], "mailctl store verify"),
        new("store", "stats", "Shows how much is stored and how much could be freed", [], [], "mailctl store stats") { IsSingle = true },
        new("store", "sweep", "Shows what nobody names any more; with --yes, removes what is due", [], [], "mailctl store sweep --yes") { IsSingle = true, Rehearses = true },
        new("node", "status", "Shows how the node is, and its listeners", [], [], "mailctl node status"),
    ];
}
