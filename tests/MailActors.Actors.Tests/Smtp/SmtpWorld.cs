using System.Net;
using System.Text;
using Akka.TestKit.Xunit2;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Smtp;
using MailActors.Actors.Tests.Fakes;
using MailActors.Actors.Transport;
using MailActors.Domain.Queue;
using MailActors.Domain.Submission;
using MailActors.Protocol.Smtp;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>Everything a session needs, in memory: users ann, bob and full at example.test, a list and a disabled account.</summary>
internal sealed class SmtpWorld
{
    public const string Password = "canary-pässword";

    public SmtpWorld(SmtpSettings? settings = null, SubmissionSettings? submission = null, ForwardingSettings? forwarding = null)
    {
        submission ??= new();
        Ledger = new(submission);
        Forwarding = forwarding ?? new();
        ReturnPaths = new(Time);
        Ann = Directory.AddAccount("ann@example.test").Id;
        Bob = Directory.AddAccount("bob@example.test").Id;
        Directory.AddAccount("full@example.test", quotaBytes: 1000);
        Directory.AddAccount("off@example.test", disabled: true);
        Directory.AddAlias("sales@example.test", "ann@example.test", "bob@example.test");
        Directory.AddAlias("ann.alias@example.test", "ann@example.test");
        Directory.AddAlias("away@example.test", "friend@remote.test");
        Directory.AddRoute("loop@example.test", Domain.Directory.Route.Loop.Instance);
        Authenticator = new FakeAuthenticator(Directory, Password);
        Settings = settings ?? new SmtpSettings { ErrorDelay = TimeSpan.Zero };
        Services = new SmtpServices("mx.example.test", Settings, Directory, Authenticator, Blobs, Queues, Mailboxes, new(Forwarding, Directory, ReturnPaths), Ledger, submission, Time);
    }

    public Domain.AccountId Ann { get; }

    public Domain.AccountId Bob { get; }

    public SmtpSettings Settings { get; }

    public FakeDirectory Directory { get; } = new();

    public FakeReturnPaths ReturnPaths { get; }

    public ForwardingSettings Forwarding { get; }

    public FakeAuthenticator Authenticator { get; }

    public FakeBlobStore Blobs { get; } = new();

    public FakeLedger Ledger { get; }

    public FakeQueues Queues { get; } = new();

    public FakeMailboxes Mailboxes { get; } = new();

    public FakeTimeProvider Time { get; } = new(new DateTimeOffset(2026, 11, 24, 13, 0, 0, TimeSpan.Zero));

    public SmtpServices Services { get; }

    public static TlsInfo Tls { get; } = new("TLSv1.3", "TLS_AES_256_GCM_SHA384", new byte[] { 1, 2, 3 }, null);

    public static ConnectionInfo Connection(bool tls) =>
        new(new IPEndPoint(IPAddress.Parse("192.0.2.7"), 40000), new IPEndPoint(IPAddress.Loopback, 25), tls ? Tls : null);

    public string Text(Envelope envelope) => Encoding.Latin1.GetString(Blobs.Blobs[envelope.Blob.ToString()]);

    public string Text(Recipient recipient) => Encoding.Latin1.GetString(Blobs.Blobs[recipient.Blob.ToString()]);

    public SmtpClient Connect(TestKit kit, SmtpEndpointKind kind, bool tls = false, bool startTls = true, bool spokeFirst = false) =>
        new(kit, Services, kind, tls, startTls, spokeFirst);
}
