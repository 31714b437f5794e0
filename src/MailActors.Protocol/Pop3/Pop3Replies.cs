using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Pop3;

/// <summary>All that a POP3 client ever hears but listings and messages, with the codes of RFC 2449 §8 and RFC 3206. No reply holds anything
/// the client said.</summary>
public static class Pop3Replies
{
    public static readonly ReadOnlyMemory<byte> Ok = Line("+OK");
    public static readonly ReadOnlyMemory<byte> SendPassword = Line("+OK Send the password.");
    public static readonly ReadOnlyMemory<byte> BeginTls = Line("+OK Begin TLS now.");
    public static readonly ReadOnlyMemory<byte> Utf8 = Line("+OK UTF-8 it is.");
    public static readonly ReadOnlyMemory<byte> Marked = Line("+OK Marked for removal.");
    public static readonly ReadOnlyMemory<byte> ListFollows = Line("+OK The list follows.");
    public static readonly ReadOnlyMemory<byte> TopFollows = Line("+OK The top of the message follows.");
    public static readonly ReadOnlyMemory<byte> Bye = Line("+OK Bye.");
    public static readonly ReadOnlyMemory<byte> End = Line(".");

    private static readonly FrozenDictionary<Pop3Rejection, ReadOnlyMemory<byte>> Refusals =
        Texts().ToFrozenDictionary(row => row.Key, row => Line("-ERR " + row.Value));

    public static ReadOnlyMemory<byte> For(Pop3Rejection rejection) => Refusals[rejection];

    public static ReadOnlyMemory<byte> Greeting(string hostName) => Line($"+OK {hostName} MailActors POP3 ready.");

    /// <summary>A step of a SASL exchange (RFC 5034 §4).</summary>
    public static ReadOnlyMemory<byte> Challenge(string base64) => Line($"+ {base64}");

    public static ReadOnlyMemory<byte> MessageFollows(long octets) => Line(string.Create(CultureInfo.InvariantCulture, $"+OK {octets} octets"));

    /// <summary>Of the maildrop without what is marked (RFC 1939 §5 STAT); also the answer to a login.</summary>
    public static ReadOnlyMemory<byte> Maildrop(int messages, long octets) => Line(string.Create(CultureInfo.InvariantCulture, $"+OK {messages} {octets}"));

    /// <summary>LIST or UIDL of one message.</summary>
    public static ReadOnlyMemory<byte> One(ReadOnlySpan<byte> listing) => (byte[])[.. "+OK "u8, .. listing];

    private static ReadOnlyMemory<byte> Line(string text) => Encoding.ASCII.GetBytes(text + "\r\n");

    private static Dictionary<Pop3Rejection, string> Texts() => new()
    {
        [Pop3Rejection.Unknown] = "No such command.",
        [Pop3Rejection.BadArguments] = "The arguments are wrong.",
        [Pop3Rejection.BareNewline] = "Lines end in CRLF.",
        [Pop3Rejection.LineTooLong] = "The line is too long.",
        [Pop3Rejection.NeedsLogin] = "Log in first.",
        [Pop3Rejection.NeedsUser] = "USER comes first.",
        [Pop3Rejection.LoggedIn] = "You are logged in.",
        [Pop3Rejection.NeedsTls] = "Start TLS first.",
        [Pop3Rejection.TlsActive] = "TLS is on already.",
        [Pop3Rejection.TlsNotOffered] = "There is no TLS here.",
        [Pop3Rejection.UnknownMechanism] = "No such mechanism.",
        [Pop3Rejection.LoginCancelled] = "Given up.",
        [Pop3Rejection.BadResponse] = "That is not a response of this mechanism.",
        [Pop3Rejection.LoginFailed] = "[AUTH] Login failed.",
        [Pop3Rejection.InUse] = "[IN-USE] Another session has the maildrop.",
        [Pop3Rejection.TooManySessions] = "[IN-USE] Too many sessions of this user.",
        [Pop3Rejection.Removed] = "[SYS/PERM] The account is gone.",
        [Pop3Rejection.NoSuchMessage] = "No such message.",
        [Pop3Rejection.MessageDeleted] = "The message is marked for removal.",
        [Pop3Rejection.Damaged] = "[SYS/PERM] The message could not be read as it was stored.",
        [Pop3Rejection.Unavailable] = "[SYS/TEMP] Not now. Please try again later.",
        [Pop3Rejection.NotRemoved] = "[SYS/TEMP] The marked messages were not removed.",
        [Pop3Rejection.TooManyErrors] = "Too many bad commands.",
        [Pop3Rejection.TooManyLogins] = "[AUTH] Too many failed logins.",
        [Pop3Rejection.TimedOut] = "Nothing heard for too long.",
        [Pop3Rejection.ShuttingDown] = "[SYS/TEMP] The server shuts down.",
        [Pop3Rejection.Ended] = "[SYS/TEMP] The session was ended.",
    };
}
