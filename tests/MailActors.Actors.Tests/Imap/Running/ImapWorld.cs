using System.Text;
using Akka.Actor;
using MailActors.Actors.Imap;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>An IMAP server without network or disk, and its one user.</summary>
internal sealed class ImapWorld : IDisposable
{
    private readonly ActorSystem _system = ActorSystem.Create("imap", "akka.loglevel = WARNING\nakka.stdout-loglevel = WARNING");

    public ImapWorld(ImapSettings? settings = null)
    {
        Time.SetUtcNow(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        Mailboxes = new(Time);
        Services = new("mx.example.test", settings ?? Settings, Mailboxes, Blobs, User, Time);
        Must(new MailboxCommands.OpenMailbox(Account, CommandId.New(), 0, 0));
    }

    /// <summary>Without the wait that a wrong password costs: the clock of these tests stands still.</summary>
    public static readonly ImapSettings Settings = new() { FailedLoginDelay = TimeSpan.Zero };

    public static AccountId Account => OneUser.Account.Id;

    public Microsoft.Extensions.Time.Testing.FakeTimeProvider Time { get; } = new();

    public MemoryMailboxes Mailboxes { get; }

    public MemoryBlobs Blobs { get; } = new();

    public OneUser User { get; } = new();

    public ImapServices Services { get; }

    public TestClient Connect(bool tls = true) => new(_system, ImapSessionActor.Props(Services), tls);

    public async Task<TestClient> LogIn()
    {
        var client = Connect();
        await client.ReadLine();
        await client.Do("login LOGIN user@example.test secret");
        return client;
    }

    public async Task<TestClient> Select(string folder = "INBOX")
    {
        var client = await LogIn();
        await client.Do("select SELECT " + folder);
        return client;
    }

    public void Deliver(string folder, string message, MessageFlags flags = MessageFlags.None)
    {
        var stored = Blobs.Put(Encoding.UTF8.GetBytes(message));
        Must(new MailboxCommands.AppendMessages(Account, CommandId.New(), folder,
            [new(stored.Id, stored.Size, Time.GetUtcNow().ToUnixTimeSeconds(), new(flags, []))]));
    }

    /// <summary>As <see cref="Fill"/>, and a session has heard of all of them.</summary>
    public void FillWithOld(string folder, int count)
    {
        Fill(folder, count);
        Must(new MailboxCommands.TakeRecent(Account, CommandId.New(), Mailboxes.State(Account).Find(folder)!.Info.Id));
    }

    /// <summary>Messages 1 to <paramref name="count"/>, each with its number in subject and text.</summary>
    public void Fill(string folder, int count)
    {
        for (var i = 1; i <= count; i++)
            Deliver(folder, $"From: Sender {i} <from{i}@example.org>\r\nTo: user@example.test\r\nSubject: Message {i}\r\nDate: Mon, 4 May 2026 10:00:00 +0200\r\nMessage-ID: <{i}@example.org>\r\n\r\nText {i}\r\n");
    }

    public MailboxReply Must(MailboxCommand command)
    {
        var reply = Mailboxes.Ask(command).GetAwaiter().GetResult();
        return reply is MailboxReplies.Rejected rejected ? throw new InvalidOperationException(rejected.Reason.ToString()) : reply;
    }

    public void Dispose() => _system.Dispose();
}
