using System.Text;
using Akka.Actor;
using MailActors.Actors.Pop3;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Pop3;

/// <summary>A POP3 server without network or disk, and its one user.</summary>
internal sealed class Pop3World : IDisposable
{
    public ActorSystem System { get; } = ActorSystem.Create("pop3", "akka.loglevel = WARNING\nakka.stdout-loglevel = WARNING");

    public Pop3World(params string[] inbox)
    {
        Time.SetUtcNow(new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero));
        Mailboxes = new(Time);
        Mailboxes.Ask(new MailboxCommands.OpenMailbox(Account, CommandId.New(), 0, 0)).Wait();
        foreach (var message in inbox) Deliver(message);
    }

    public static AccountId Account => OneUser.Account.Id;

    public FakeTimeProvider Time { get; } = new();

    public MemoryMailboxes Mailboxes { get; }

    public MemoryBlobs Blobs { get; } = new();

    public OneUser User { get; } = new();

    public int MessagesLeft => Mailboxes.State(Account).Find("INBOX")!.Info.Messages;

    public Props Session => Of(startTls: true);

    public TestClient Connect(bool tls = true, bool startTls = true) => new(System, Of(startTls), tls);

    public async Task<TestClient> Greet(bool tls = true, bool startTls = true)
    {
        var client = Connect(tls, startTls);
        Assert.Equal("+OK mx.example.test MailActors POP3 ready.", await client.ReadLine());
        return client;
    }

    public async Task<TestClient> LogIn()
    {
        var client = await Greet();
        await Play(client, "USER user@example.test", "+OK", "PASS secret", "+OK");
        return client;
    }

    public void Deliver(string message) => Deliver(Encoding.UTF8.GetBytes(message));

    public void Deliver(byte[] message)
    {
        var stored = Blobs.Put(message);
        Mailboxes.Ask(new MailboxCommands.AppendMessages(
            Account, CommandId.New(), "INBOX", [new(stored.Id, stored.Size, 0, FlagSet.Empty)])).Wait();
    }

    /// <summary>Commands and the start of their one-line replies, by turns.</summary>
    public static async Task Play(TestClient client, params string[] turns)
    {
        for (var i = 0; i < turns.Length; i += 2)
        {
            client.Line(turns[i]);
            var reply = await client.ReadLine();
            Assert.True(reply?.StartsWith(turns[i + 1], StringComparison.Ordinal), $"{turns[i]}: {reply} instead of {turns[i + 1]}");
        }
    }

    /// <summary>A command with a multi-line reply: its lines without the first and the last.</summary>
    public static async Task<List<string>> List(TestClient client, string command)
    {
        await Play(client, command, "+OK");
        var lines = new List<string>();
        while (await client.ReadLine() is { } line && line != ".") lines.Add(line);
        return lines;
    }

    /// <summary>The clock of these tests stands still, so a wrong password costs no wait.</summary>
    private Props Of(bool startTls) => Pop3SessionActor.Props(
        new("mx.example.test", new() { FailedLoginDelay = TimeSpan.Zero }, Mailboxes, Blobs, User, Time), startTls);

    public void Dispose() => System.Dispose();
}
