using MailActors.Actors.Forwarding;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Queue;
using MailActors.Actors.Smtp.Submission;
using MailActors.Domain.Blobs;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Smtp;

/// <summary>What all SMTP sessions of a node share.</summary>
public sealed class SmtpServices(
    string hostName,
    SmtpSettings settings,
    IDirectory directory,
    IAuthenticator authenticator,
    IBlobStore blobs,
    IQueues queues,
    IMailboxes mailboxes,
    ReturnPaths returnPaths,
    ISendingLedger ledger,
    SubmissionSettings submission,
    TimeProvider time)
{
    /// <summary>As the banner, EHLO and Received tell it.</summary>
    public string HostName { get; } = hostName;

    public SmtpSettings Settings { get; } = settings;

    public IDirectory Directory { get; } = directory;

    public IAuthenticator Authenticator { get; } = authenticator;

    public IBlobStore Blobs { get; } = blobs;

    public IQueues Queues { get; } = queues;

    public ReturnPaths ReturnPaths { get; } = returnPaths;

    public TimeProvider Time { get; } = time;

    internal SendingGuard Sending { get; } = new(ledger, submission, queues);

    internal QuotaMemory Quotas { get; } = new(mailboxes, directory, time, settings.QuotaMemory);

    internal GreetingReplies Greetings { get; } = new(hostName, settings, time);

    /// <summary>Whom <c>RCPT TO:&lt;Postmaster&gt;</c> means; null when the host name is no domain.</summary>
    internal MailAddress? Postmaster { get; } = AddressParser.TryParse($"postmaster@{hostName}", out var address) ? address : null;
}
