using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Imap;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Pop3;
using MailActors.Actors.Queue;
using MailActors.Actors.Smtp;
using MailActors.Actors.Transport;
using MailActors.Actors.Transport.Listening;
using MailActors.Domain.Submission;
using MailActors.Storage.Blobs;
using MailActors.Storage.Security;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Sweep;

namespace MailActors.Node.Settings;

/// <summary>Everything a node can be told: <c>MailActors</c> in appsettings.json, <c>MAILACTORS__…</c> in the environment, or on the command
/// line. Each subject keeps its own record, with its defaults, in the room it concerns.</summary>
public sealed record NodeSettings
{
    /// <summary>The folder of everything this node keeps.</summary>
    public string Data { get; init; } = "./data";

    /// <summary>The address the mail ports are bound to. The operator port is always on loopback.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>Added to each standard port; 0 for the standard ports themselves.</summary>
    public int PortOffset { get; init; } = 10000;

    /// <summary>What this host is called in greetings and Received fields. Empty: the machine's own name.</summary>
    public string Hostname { get; init; } = "";

    /// <summary>How long sessions may take to end when the node stops.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(5);

    public CertificateSettings Certificate { get; init; } = new();

    public SmtpSettings Smtp { get; init; } = new();

    public SubmissionSettings Submission { get; init; } = new();

    public ImapSettings Imap { get; init; } = new();

    public Pop3Settings Pop3 { get; init; } = new();

    public TransportSettings Transport { get; init; } = new();

    public ConnectionLimitSettings Connections { get; init; } = new();

    public SecuritySettings Security { get; init; } = new();

    public MailboxSettings Mailboxes { get; init; } = new();

    public QueueSettings Queue { get; init; } = new();

    public NoticeSettings Notices { get; init; } = new();

    public ForwardingSettings Forwarding { get; init; } = new();

    public OutboundSettings Outbound { get; init; } = new();

    public SqliteSettings Database { get; init; } = new();

    public BlobSettings Blobs { get; init; } = new();

    public SweepSettings Sweep { get; init; } = new();

    public ClusterSettings Cluster { get; init; } = new();

    public IEnumerable<string> Faults()
    {
        if (string.IsNullOrWhiteSpace(Data)) yield return "MailActors:Data is empty: name the folder to keep mail in.";
        if (!System.Net.IPAddress.TryParse(Bind, out _)) yield return $"MailActors:Bind is \"{Bind}\": give an IP address, such as 127.0.0.1 or 0.0.0.0.";
        if (PortOffset is < 0 or > 65535 - Ports.Operators) yield return $"MailActors:PortOffset is {PortOffset}: give 0 to {65535 - Ports.Operators}.";
        if (DrainWithin < TimeSpan.Zero || DrainWithin > TimeSpan.FromSeconds(15)) yield return "MailActors:DrainWithin must be between 0 and 15 seconds: the node ends within 20.";
        if (Hostname.Length > 255 || Hostname.Any(c => !(char.IsAsciiLetterOrDigit(c) || c is '.' or '-')))
            yield return $"MailActors:Hostname is \"{Hostname}\": give a domain name in ASCII, such as mail.example.org.";
    }
}
