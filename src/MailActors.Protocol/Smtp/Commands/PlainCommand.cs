namespace MailActors.Protocol.Smtp.Commands;

/// <summary>A command without arguments that matter: DATA, RSET, NOOP, VRFY, EXPN, HELP, QUIT, STARTTLS (RFC 5321 §4.1.1, RFC 3207 §4).
/// What VRFY and EXPN ask for is not kept, for it is never answered.</summary>
public sealed record PlainCommand : SmtpCommand
{
    public static readonly PlainCommand Data = new(SmtpVerb.Data);
    public static readonly PlainCommand Rset = new(SmtpVerb.Rset);
    public static readonly PlainCommand Noop = new(SmtpVerb.Noop);
    public static readonly PlainCommand Vrfy = new(SmtpVerb.Vrfy);
    public static readonly PlainCommand Expn = new(SmtpVerb.Expn);
    public static readonly PlainCommand Help = new(SmtpVerb.Help);
    public static readonly PlainCommand Quit = new(SmtpVerb.Quit);
    public static readonly PlainCommand StartTls = new(SmtpVerb.StartTls);
    public static readonly PlainCommand Foreign = new(SmtpVerb.Foreign);

    private PlainCommand(SmtpVerb verb)
        : base(verb)
    {
    }
}
