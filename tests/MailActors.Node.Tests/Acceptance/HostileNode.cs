using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>One node for all tests with hostile clients. The throttle and the limits of errors are out of the way, so that no attack is cut short
/// before it could have hurt; <see cref="DefaultNode"/> has them.</summary>
public sealed class HostileNode : IAsyncLifetime
{
    private const string NoLimit = "1000000";

    private static readonly Dictionary<string, string> Settings = new()
    {
        ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
        ["MAILACTORS__CONNECTIONS__PERADDRESS"] = "5000",
        ["MAILACTORS__TRANSPORT__HANDSHAKETIMEOUT"] = "00:00:03",
        ["MAILACTORS__SECURITY__ARGONPASSES"] = "1", // half the time, the same memory
        ["MAILACTORS__SECURITY__FAILURESPERMINUTE"] = "100000",
        ["MAILACTORS__SECURITY__FAILURESPERDAY"] = "100000",
        ["MAILACTORS__SECURITY__FIRSTDELAY"] = "00:00:00",
        ["MAILACTORS__SECURITY__LONGESTDELAY"] = "00:00:00",
        ["MAILACTORS__SECURITY__ACCOUNTFAILURES"] = NoLimit,
        ["MAILACTORS__SMTP__SOFTERRORLIMIT"] = NoLimit,
        ["MAILACTORS__SMTP__HARDERRORLIMIT"] = NoLimit,
        ["MAILACTORS__SMTP__MAXUSELESSCOMMANDS"] = NoLimit,
        ["MAILACTORS__IMAP__PLAINTEXTLOGIN"] = "true",
        ["MAILACTORS__IMAP__BADCOMMANDSBEFORELOGIN"] = NoLimit,
        ["MAILACTORS__IMAP__BADCOMMANDS"] = NoLimit,
        ["MAILACTORS__IMAP__FAILEDLOGINS"] = NoLimit,
        ["MAILACTORS__IMAP__FAILEDLOGINDELAY"] = "00:00:00",
        ["MAILACTORS__IMAP__MAXFAILEDLOGINDELAY"] = "00:00:00",
        ["MAILACTORS__POP3__BADCOMMANDSBEFORELOGIN"] = NoLimit,
        ["MAILACTORS__POP3__BADCOMMANDS"] = NoLimit,
        ["MAILACTORS__POP3__FAILEDLOGINS"] = NoLimit,
        ["MAILACTORS__POP3__FAILEDLOGINDELAY"] = "00:00:00",
        ["MAILACTORS__POP3__MAXFAILEDLOGINDELAY"] = "00:00:00",
        ["MAILACTORS__MAILBOXES__MAXSESSIONS"] = "3000",
        ["MAILACTORS__MAILBOXES__MAXSESSIONSPERADDRESS"] = "3000",
    };

    private int _accounts;

    /// <summary>With <c>--long</c> the counts of the acceptance list, else fewer.</summary>
    internal static bool Long { get; } = Environment.GetEnvironmentVariable("MAILACTORS_LONG_TESTS") is not null;

    internal NodeProcess Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await NodeProcess.Start(Settings);

    public async Task DisposeAsync() => await Node.DisposeAsync();

    internal Task<string> NewAccount() => Node.AddAccount($"user{Interlocked.Increment(ref _accounts)}");

    /// <summary>An IMAP session in the clear, logged in, with INBOX selected: this node takes passwords without TLS, to spare handshakes.</summary>
    internal async Task<MailSession> Select(string account)
    {
        var session = await LogIn(account);
        await session.Imap("s", "SELECT INBOX");
        return session;
    }

    internal async Task<MailSession> LogIn(string account)
    {
        var session = await MailSession.Connect(Node.Imap);
        await session.Line();
        var answer = (await session.Imap("l", $"LOGIN {account} secret"))[^1];
        return answer.StartsWith("l OK", StringComparison.Ordinal) ? session : throw new InvalidOperationException(answer);
    }

    /// <summary>Delivers by LMTP, and returns when the messages are in the queue's hands.</summary>
    internal async Task Deliver(string account, int messages, int octets = 100)
    {
        await using var session = await MailSession.Connect(Node.Lmtp);
        await session.Reply();
        await session.Say("LHLO client.example.test");
        var body = string.Concat(Enumerable.Repeat(new string('x', 72) + "\r\n", octets / 74 + 1));
        for (var i = 0; i < messages; i++)
        {
            await session.Say("MAIL FROM:<someone@elsewhere.test>");
            await session.Say($"RCPT TO:<{account}>");
            await session.Say("DATA");
            var answer = await session.Say($"Subject: {i}\r\n\r\n{body}.");
            if (!answer.StartsWith("250", StringComparison.Ordinal)) throw new InvalidOperationException(answer);
        }
    }
}

[CollectionDefinition(nameof(HostileNode))]
public sealed class HostileNodeCollection : ICollectionFixture<HostileNode>;
