using static MailActors.Protocol.Smtp.SmtpRejection;

namespace MailActors.Protocol.Smtp;

/// <summary>Which command may come when. A row for each state, a column for each command; <c>null</c> is yes. What a command does to the state when it
/// succeeds is in <see cref="After"/>; a failure never moves forward.</summary>
public static class SmtpTransitions
{
    private static readonly SmtpRejection? Yes = null;

    //                                                                 Connected      Ready           Sender          Recipients   Chunks
    private static readonly SmtpRejection?[] Always =                  [Yes,           Yes,            Yes,            Yes,         Yes];
    private static readonly SmtpRejection?[] Mail =                    [NeedsGreeting, Yes,            NestedMail,     NestedMail,  NestedMail];
    private static readonly SmtpRejection?[] Rcpt =                    [NeedsGreeting, NeedsMail,      Yes,            Yes,         BadSequence];
    private static readonly SmtpRejection?[] Data =                    [NeedsGreeting, NeedsMail,      NeedsRecipient, Yes,         BadSequence]; // RFC 3030 §2: not behind BDAT
    private static readonly SmtpRejection?[] Bdat =                    [NeedsGreeting, NeedsMail,      NeedsRecipient, Yes,         Yes];
    private static readonly SmtpRejection?[] StartTls =                [NeedsGreeting, Yes,            BadSequence,    BadSequence, BadSequence]; // RFC 3207 §4
    private static readonly SmtpRejection?[] Auth =                    [NeedsGreeting, Yes,            BadSequence,    BadSequence, BadSequence]; // RFC 4954 §4

    /// <summary>Null: the command may come now.</summary>
    public static SmtpRejection? Check(SmtpState state, SmtpVerb verb) => (verb switch
    {
        SmtpVerb.Mail => Mail,
        SmtpVerb.Rcpt => Rcpt,
        SmtpVerb.Data => Data,
        SmtpVerb.Bdat => Bdat,
        SmtpVerb.StartTls => StartTls,
        SmtpVerb.Auth => Auth,
        _ => Always,
    })[(int)state];

    /// <summary>Whether this kind of endpoint knows the command at all: LMTP greets with LHLO, and with that alone (RFC 2033 §4.1).</summary>
    public static bool Knows(SmtpEndpointKind kind, SmtpVerb verb) => verb switch
    {
        SmtpVerb.Lhlo => kind == SmtpEndpointKind.Lmtp,
        SmtpVerb.Ehlo or SmtpVerb.Helo => kind != SmtpEndpointKind.Lmtp,
        SmtpVerb.Unknown or SmtpVerb.Foreign => false,
        _ => true,
    };

    /// <summary>The state behind a command that succeeded.</summary>
    public static SmtpState After(SmtpState state, SmtpVerb verb) => verb switch
    {
        SmtpVerb.Ehlo or SmtpVerb.Helo or SmtpVerb.Lhlo => SmtpState.Ready, // RFC 5321 §4.1.4: as if RSET
        SmtpVerb.Rset => state == SmtpState.Connected ? SmtpState.Connected : SmtpState.Ready,
        SmtpVerb.Mail => SmtpState.Sender,
        SmtpVerb.Rcpt => SmtpState.Recipients,
        SmtpVerb.Data => SmtpState.Ready,
        SmtpVerb.Bdat => SmtpState.Chunks,
        SmtpVerb.StartTls => SmtpState.Connected, // RFC 3207 §4.2: all knowledge of the client is dropped
        _ => state,
    };

    /// <summary>Counted against the limit on commands that carry no mail.</summary>
    public static bool IsUseless(SmtpVerb verb) => verb is SmtpVerb.Noop or SmtpVerb.Rset or SmtpVerb.Vrfy or SmtpVerb.Expn or SmtpVerb.Help
        or SmtpVerb.Ehlo or SmtpVerb.Helo or SmtpVerb.Lhlo or SmtpVerb.Auth;
}
