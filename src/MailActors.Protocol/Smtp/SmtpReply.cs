namespace MailActors.Protocol.Smtp;

/// <summary>A reply as it goes on the wire, made once and sent often; never changed.</summary>
public sealed class SmtpReply
{
    internal SmtpReply(string text)
    {
        Text = text;
        Bytes = System.Text.Encoding.ASCII.GetBytes(text + "\r\n");
        Code = int.Parse(text.AsSpan(0, 3), System.Globalization.CultureInfo.InvariantCulture);
    }

    public int Code { get; }

    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>Without its last CRLF, for the log.</summary>
    public string Text { get; }

    public bool IsFailure => Code >= 400;

    public override string ToString() => Text;
}
