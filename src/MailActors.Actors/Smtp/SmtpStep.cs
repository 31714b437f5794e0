namespace MailActors.Actors.Smtp;

/// <summary>What a session does when a command is done: sends the replies that wait, then this.</summary>
/// <param name="Pause">Waited before the replies go out.</param>
internal readonly record struct SmtpStep(SmtpNext Next, TimeSpan Pause = default)
{
    public static readonly SmtpStep ReadLine = new(SmtpNext.ReadLine);
    public static readonly SmtpStep ReadResponse = new(SmtpNext.ReadResponse);
    public static readonly SmtpStep ReadData = new(SmtpNext.ReadData);
    public static readonly SmtpStep ReadChunk = new(SmtpNext.ReadChunk);
    public static readonly SmtpStep StartTls = new(SmtpNext.StartTls);
    public static readonly SmtpStep Close = new(SmtpNext.Close);
}

internal enum SmtpNext
{
    ReadLine,

    /// <summary>A line of a SASL exchange.</summary>
    ReadResponse,
    ReadData,

    /// <summary>The octets behind BDAT.</summary>
    ReadChunk,
    StartTls,
    Close,
}
