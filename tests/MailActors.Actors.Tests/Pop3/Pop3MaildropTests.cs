using Akka.Actor;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Actors.Transport;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using Xunit;

namespace MailActors.Actors.Tests.Pop3;

public class Pop3MaildropTests
{
    private const string One = "Subject: one\r\n\r\nfirst\r\n.dot\r\n";
    private const string Two = "Subject: two\r\n\r\nl1\r\nl2\r\nl3\r\n";

    [Fact]
    public async Task Messages_are_counted_listed_and_named()
    {
        using var world = new Pop3World(One, Two);
        var client = await world.LogIn();
        await Pop3World.Play(client, "STAT", $"+OK 2 {One.Length + Two.Length}", "LIST 2", $"+OK 2 {Two.Length}", "NOOP", "+OK");
        Assert.Equal([$"1 {One.Length}", $"2 {Two.Length}"], await Pop3World.List(client, "LIST"));
        var names = await Pop3World.List(client, "UIDL");
        Assert.Equal(2, names.Count);
        await Pop3World.Play(client, "UIDL 1", "+OK " + names[0], "LIST 3", "-ERR No such message", "LIST 0", "-ERR No such", "UIDL x", "-ERR The arguments");
    }

    [Fact]
    public async Task An_empty_maildrop_has_empty_lists()
    {
        using var world = new Pop3World();
        var client = await world.LogIn();
        Assert.Empty(await Pop3World.List(client, "LIST"));
        Assert.Empty(await Pop3World.List(client, "UIDL"));
        await Pop3World.Play(client, "RETR 1", "-ERR No such message");
    }

    [Fact]
    public async Task A_message_comes_whole_and_its_dots_stuffed()
    {
        using var world = new Pop3World(One, "no line end");
        var client = await world.LogIn();
        Assert.Equal(["Subject: one", "", "first", "..dot"], await Pop3World.List(client, "RETR 1"));
        Assert.Equal(["no line end"], await Pop3World.List(client, "RETR 2"));
        await Pop3World.Play(client, "NOOP", "+OK");
    }

    [Fact]
    public async Task The_top_is_header_and_lines()
    {
        using var world = new Pop3World(Two);
        var client = await world.LogIn();
        Assert.Equal(["Subject: two", ""], await Pop3World.List(client, "TOP 1 0"));
        Assert.Equal(["Subject: two", "", "l1", "l2"], await Pop3World.List(client, "TOP 1 2"));
        Assert.Equal(["Subject: two", "", "l1", "l2", "l3"], await Pop3World.List(client, "TOP 1 99"));
        await Pop3World.Play(client, "TOP 1", "-ERR The arguments", "TOP 2 1", "-ERR No such");
    }

    [Fact]
    public async Task A_long_message_waits_for_a_client_that_does_not_read()
    {
        var lines = string.Concat(Enumerable.Range(0, 40_000).Select(i => $".line {i}\r\n"));
        using var world = new Pop3World("A: 1\r\n\r\n" + lines);
        var client = await world.LogIn();
        client.Pipeline.Tell(new TestPipeline.Stall(true), ActorRefs.NoSender);
        client.Line("RETR 1");
        Assert.StartsWith("+OK", await client.ReadLine());
        var soFar = await client.Drain(1);
        Assert.True(soFar < 64 * 1024, $"{soFar}");
        client.Pipeline.Tell(new TestPipeline.Stall(false), ActorRefs.NoSender);
        var all = soFar + await client.Drain(8 + lines.Length + 40_000 + 3 - soFar);
        Assert.Equal(8 + lines.Length + 40_000 + 3, all);
        await Pop3World.Play(client, "NOOP", "+OK");
    }

    [Fact]
    public async Task Marks_hide_until_reset_and_quit_removes()
    {
        using var world = new Pop3World(One, Two);
        var client = await world.LogIn();
        await Pop3World.Play(
            client,
            "DELE 1", "+OK", "DELE 1", "-ERR The message is marked", "RETR 1", "-ERR The message is marked",
            "STAT", $"+OK 1 {Two.Length}", "LIST 1", "-ERR The message is marked", "DELE 3", "-ERR No such");
        Assert.Equal([$"2 {Two.Length}"], await Pop3World.List(client, "LIST"));
        await Pop3World.Play(client, "RSET", $"+OK 2 {One.Length + Two.Length}", "DELE 2", "+OK", "QUIT", "+OK Bye.");
        Assert.Null(await client.ReadLine());
        Assert.Equal(1, world.MessagesLeft);
        Assert.Equal(0, world.Mailboxes.Attached(Pop3World.Account));
    }

    [Fact]
    [Trait("acceptance", "IP-10")]
    public async Task Without_quit_nothing_is_removed()
    {
        using var world = new Pop3World(One, Two);
        foreach (object end in new object[] { new TestPipeline.HangUp(), new TestPipeline.LetTimePass() })
        {
            var client = await world.LogIn();
            await Pop3World.Play(client, "DELE 1", "+OK");
            client.Pipeline.Tell(end, ActorRefs.NoSender);
            while (await client.ReadLine() is not null) { }
            Assert.Equal(2, world.MessagesLeft);
        }
    }

    [Fact]
    [Trait("acceptance", "IP-10")]
    public async Task Names_stay_the_same_from_session_to_session_and_are_never_given_again()
    {
        using var world = new Pop3World(One, Two);
        var first = await world.LogIn();
        var names = await Pop3World.List(first, "UIDL");
        await Pop3World.Play(first, "DELE 1", "+OK", "QUIT", "+OK");
        world.Deliver(One);
        var later = (await Pop3World.List(await world.LogIn(), "UIDL")).Select(n => n[2..]).ToList();
        Assert.Equal(names[1][2..], later[0]);
        Assert.DoesNotContain(later[1], names.Select(n => n[2..]));
        Assert.All(later, n => Assert.Equal(16, n.Length));
    }

    [Fact]
    public async Task A_quit_that_could_not_remove_says_so()
    {
        using var world = new Pop3World(One);
        var client = await world.LogIn();
        await Pop3World.Play(client, "DELE 1", "+OK");
        world.Mailboxes.Refuse = MailboxRejection.Unavailable;
        await Pop3World.Play(client, "QUIT", "-ERR [SYS/TEMP] The marked messages were not removed");
        Assert.Null(await client.ReadLine());
        Assert.Equal(1, world.MessagesLeft);
    }

    [Fact]
    public async Task Numbers_stand_whatever_comes_meanwhile()
    {
        using var world = new Pop3World(One, Two);
        var client = await world.LogIn();
        world.Deliver("new");
        var inbox = world.Mailboxes.State(Pop3World.Account).Find("INBOX")!.Info.Id;
        await world.Mailboxes.Ask(new MailboxCommands.ExpungeMessages(Pop3World.Account, CommandId.New(), inbox, UidSet.Of(1), false));
        await Pop3World.Play(client, "STAT", "+OK 2 ", "RETR 3", "-ERR No such");
        Assert.Equal("Subject: two", (await Pop3World.List(client, "RETR 2"))[0]);
    }

    [Fact]
    public async Task A_message_that_can_not_be_read_is_refused_with_words()
    {
        using var world = new Pop3World(One);
        var client = await world.LogIn();
        world.Blobs.Lose();
        await Pop3World.Play(client, "RETR 1", "-ERR [SYS/PERM]", "NOOP", "+OK");
    }

    [Fact]
    public async Task Pipelined_commands_are_answered_in_their_order()
    {
        using var world = new Pop3World(One, Two);
        var client = await world.LogIn();
        client.Send("STAT\r\nDELE 1\r\nSTAT\r\nNOOP\r\nQUIT\r\n");
        string[] replies = [$"+OK 2 {One.Length + Two.Length}", "+OK Marked for removal.", $"+OK 1 {Two.Length}", "+OK", "+OK Bye."];
        foreach (var reply in replies) Assert.Equal(reply, await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Shutdown_and_kick_end_the_session_with_words(bool drain)
    {
        using var world = new Pop3World(One);
        var client = await world.LogIn();
        await Pop3World.Play(client, "DELE 1", "+OK");
        if (drain) (await client.Pipeline.Ask<IActorRef>(new TestPipeline.WhichSession())).Tell(ConnectionProtocol.Drain.Instance);
        else world.Mailboxes.TellAll(Pop3World.Account, new MailboxSessions.End("kicked"));
        Assert.StartsWith("-ERR [SYS/TEMP]", await client.ReadLine());
        Assert.Null(await client.ReadLine());
        Assert.Equal(1, world.MessagesLeft);
    }

    [Fact]
    public async Task Lines_without_CR_and_endless_lines_are_refused()
    {
        using var world = new Pop3World(One);
        var client = await world.LogIn();
        client.Send("STAT\n");
        Assert.StartsWith("-ERR Lines end in CRLF", await client.ReadLine());
        client.Line("NOOP " + new string('x', 100_000));
        Assert.StartsWith("-ERR The line is too long", await client.ReadLine());
        await Pop3World.Play(client, "NOOP", "+OK");
    }

    [Fact]
    public async Task Twenty_bad_commands_end_a_session()
    {
        using var world = new Pop3World();
        var client = await world.LogIn();
        for (var i = 0; i < 20; i++) await Pop3World.Play(client, "XYZZY", "-ERR No such");
        Assert.StartsWith("-ERR Too many bad", await client.ReadLine());
        Assert.Null(await client.ReadLine());
    }
}
