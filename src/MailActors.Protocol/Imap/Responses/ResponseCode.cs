using System.Globalization;

namespace MailActors.Protocol.Imap.Responses;

/// <summary>A response code (RFC 9051 §7.1, RFC 5530 and the extensions named below), without its brackets.</summary>
public sealed class ResponseCode
{
    public static readonly ResponseCode Alert = new("ALERT");
    public static readonly ResponseCode AlreadyExists = new("ALREADYEXISTS");
    public static readonly ResponseCode AuthenticationFailed = new("AUTHENTICATIONFAILED");
    public static readonly ResponseCode AuthorizationFailed = new("AUTHORIZATIONFAILED");
    public static readonly ResponseCode BadCharset = new("BADCHARSET (US-ASCII UTF-8)");
    public static readonly ResponseCode Cannot = new("CANNOT");
    public static readonly ResponseCode ClientBug = new("CLIENTBUG");
    public static readonly ResponseCode Closed = new("CLOSED");
    public static readonly ResponseCode ContactAdmin = new("CONTACTADMIN");
    public static readonly ResponseCode Corruption = new("CORRUPTION");
    public static readonly ResponseCode Expired = new("EXPIRED");
    public static readonly ResponseCode ExpungeIssued = new("EXPUNGEISSUED");
    public static readonly ResponseCode HasChildren = new("HASCHILDREN");
    public static readonly ResponseCode InUse = new("INUSE");
    public static readonly ResponseCode Limit = new("LIMIT");
    public static readonly ResponseCode NonExistent = new("NONEXISTENT");
    public static readonly ResponseCode NoPerm = new("NOPERM");
    public static readonly ResponseCode NotSaved = new("NOTSAVED");
    public static readonly ResponseCode OverQuota = new("OVERQUOTA");
    public static readonly ResponseCode Parse = new("PARSE");
    public static readonly ResponseCode PrivacyRequired = new("PRIVACYREQUIRED");
    public static readonly ResponseCode ReadOnly = new("READ-ONLY");
    public static readonly ResponseCode ReadWrite = new("READ-WRITE");
    public static readonly ResponseCode ServerBug = new("SERVERBUG");
    public static readonly ResponseCode TooBig = new("TOOBIG");
    public static readonly ResponseCode TryCreate = new("TRYCREATE");
    public static readonly ResponseCode UidNotSticky = new("UIDNOTSTICKY");
    public static readonly ResponseCode Unavailable = new("UNAVAILABLE");
    public static readonly ResponseCode UnknownCte = new("UNKNOWN-CTE");

    /// <summary>RFC 6154 §3: this special use can't be given.</summary>
    public static readonly ResponseCode UseAttr = new("USEATTR");

    /// <summary>RFC 7162 §3.1.2.2.</summary>
    public static readonly ResponseCode NoModSeq = new("NOMODSEQ");

    private ResponseCode(string text) => Text = text;

    public string Text { get; }

    public static ResponseCode Capability(string capabilities) => new($"CAPABILITY {capabilities}");

    public static ResponseCode UidValidity(uint value) => Of($"UIDVALIDITY {value}");

    public static ResponseCode UidNext(uint value) => Of($"UIDNEXT {value}");

    /// <summary>RFC 3501 §7.1: the sequence number of the first unseen message. Gone from IMAP4rev2.</summary>
    public static ResponseCode Unseen(int sequence) => Of($"UNSEEN {sequence}");

    /// <summary>RFC 7162 §3.1.2.1.</summary>
    public static ResponseCode HighestModSeq(long value) => Of($"HIGHESTMODSEQ {value}");

    /// <summary>RFC 7162 §3.1.3: what STORE UNCHANGEDSINCE left alone, in the numbers the command used.</summary>
    public static ResponseCode Modified(string set) => new($"MODIFIED {set}");

    /// <summary>RFC 4315 §3.</summary>
    public static ResponseCode AppendUid(uint uidValidity, string uids) => Of($"APPENDUID {uidValidity} {uids}");

    /// <summary>RFC 4315 §3. RFC 6851 §4.3: MOVE sends it before its EXPUNGEs, untagged.</summary>
    public static ResponseCode CopyUid(uint uidValidity, string from, string to) => Of($"COPYUID {uidValidity} {from} {to}");

    public override string ToString() => Text;

    private static ResponseCode Of(FormattableString text) => new(text.ToString(CultureInfo.InvariantCulture));
}
