using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Smtp;

/// <summary>What an endpoint offers, as the greeting says it.</summary>
/// <param name="MaxSize">Octets (RFC 1870).</param>
/// <param name="MaxRecipients">RFC 9422 RCPTMAX.</param>
/// <param name="StartTls">A certificate is there and the connection is plaintext.</param>
/// <param name="Mechanisms">SASL mechanisms parted by spaces, offered under TLS only (RFC 4954 §4); empty for none.</param>
public sealed record SmtpExtensions(string HostName, SmtpEndpointKind Kind, long MaxSize, int MaxRecipients, bool StartTls, string Mechanisms)
{
    /// <summary>The connection is under TLS.</summary>
    public bool IsSecure { get; init; }

    /// <summary>The longest a message may be held (RFC 4865); zero: not offered.</summary>
    public TimeSpan MaxHold { get; init; }

    /// <summary>The latest time a message may be held until: a whole day.</summary>
    public DateOnly HoldLimit { get; init; }

    /// <summary>The shortest time for a delivery that is promised (RFC 2852 §2).</summary>
    public TimeSpan MinDeliverBy { get; init; }

    /// <summary>The answer to HELO, which knows no extensions.</summary>
    public SmtpReply HeloReply() => new($"250 {HostName}");

    /// <summary>The answer to EHLO and LHLO.</summary>
    public SmtpReply GreetingReply()
    {
        var lines = new List<string>
        {
            HostName, "PIPELINING", string.Create(CultureInfo.InvariantCulture, $"SIZE {MaxSize}"), "8BITMIME", "SMTPUTF8", "CHUNKING", "BINARYMIME", "DSN",
            "ENHANCEDSTATUSCODES", string.Create(CultureInfo.InvariantCulture, $"LIMITS RCPTMAX={MaxRecipients}"),
        };
        if (IsSecure && Kind != SmtpEndpointKind.Lmtp) lines.Add("REQUIRETLS"); // RFC 8689 §2: for relay and submission, under TLS
        if (Kind != SmtpEndpointKind.Lmtp) lines.Add(string.Create(CultureInfo.InvariantCulture, $"DELIVERBY {(long)MinDeliverBy.TotalSeconds}"));
        if (Kind == SmtpEndpointKind.Submission)
        {
            if (MaxHold > TimeSpan.Zero)
                lines.Add(string.Create(CultureInfo.InvariantCulture, $"FUTURERELEASE {(long)MaxHold.TotalSeconds} {HoldLimit:yyyy-MM-dd}T00:00:00Z"));
            lines.Add("MT-PRIORITY MIXER"); // RFC 6710 §9.2; we tell all 19 priorities apart
            lines.Add("XVERP");
        }

        if (StartTls) lines.Add("STARTTLS");
        if (Mechanisms.Length > 0) lines.Add("AUTH " + Mechanisms);
        var text = new StringBuilder();
        for (var i = 0; i < lines.Count; i++) text.Append(i == 0 ? "250" : "\r\n250").Append(i == lines.Count - 1 ? ' ' : '-').Append(lines[i]);
        return new SmtpReply(text.ToString());
    }
}
