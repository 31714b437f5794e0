using System.Text;
using MailActors.Actors.Transport;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class LimitTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Fact]
    [Trait("acceptance", "SM-08")]
    public void Rubbish_gets_500_and_soon_the_end()
    {
        var client = Connect();
        Assert.Equal("500 5.5.2 Command not recognized\r\n", client.Send("\0\r\n"));
        Assert.Equal("500 5.5.2 Command not recognized\r\n", client.Send("\u00ff\u00fe\r\n"));
        Assert.Equal("500 5.5.2 Command not recognized\r\n", client.Send("\r\n"));
        Assert.Equal("500 5.5.2 Lines end with CR LF only\r\n", client.Send("NOOP\n"));
        Assert.Equal("500 5.5.2 Line too long\r\n", client.Send(new string('A', 1_000_000) + "\r\n"));
        var last = "";
        for (var i = 5; i < 20; i++)
        {
            Assert.False(client.Closed);
            last = client.Send("WHAT\r\n");
        }

        Assert.Equal("500 5.5.2 Command not recognized\r\n421 4.7.0 Too many errors\r\n", last);
        Assert.True(client.Closed);
    }

    [Fact]
    public void Refusals_over_the_soft_limit_are_answered_late()
    {
        var session = new Actors.Smtp.SmtpSettings { ErrorDelay = TimeSpan.FromMilliseconds(1), SoftErrorLimit = 2 };
        var client = new SmtpWorld(session).Connect(this, SmtpEndpointKind.Relay);

        for (var i = 0; i < 5; i++) Assert.StartsWith("500", client.Send("WHAT\r\n"));
    }

    [Fact]
    public void Useless_commands_have_an_end_that_mail_puts_off()
    {
        var client = Connect().Greet();
        for (var i = 0; i < 98; i++) Assert.StartsWith("250", client.Send("NOOP\r\n"));
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("a: b\r\n\r\n.\r\n"));
        for (var i = 0; i < 100; i++) Assert.StartsWith("250", client.Send("RSET\r\n"));
        Assert.Equal("421 4.7.0 Too many commands without mail\r\n", client.Send("RSET\r\n"));
        Assert.True(client.Closed);
    }

    [Fact]
    public void Harvesting_ends_the_connection()
    {
        var client = Connect().Greet();
        var last = "";
        for (var i = 0; i < 20; i++)
        {
            client.Send("RSET\r\nMAIL FROM:<>\r\n");
            last = client.Send($"RCPT TO:<guess{i}@example.test>\r\n");
        }

        Assert.EndsWith("421 4.7.0 Too many unknown recipients\r\n", last);
        Assert.True(client.Closed);
    }

    [Fact]
    public void Recipients_over_the_limit_are_put_off()
    {
        var world = new SmtpWorld(new Actors.Smtp.SmtpSettings { MaxRecipients = 100 });
        var client = world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send("MAIL FROM:<>\r\n");
        for (var i = 0; i < 100; i++) Assert.StartsWith("250", client.Send($"RCPT TO:<ann+{i}@example.test>\r\n"));
        Assert.Equal("452 4.5.3 Too many recipients\r\n", client.Send("RCPT TO:<bob@example.test>\r\n"));
        client.Send("DATA\r\n");
        Assert.StartsWith("250", client.Send("a: b\r\n\r\n.\r\n"));
        Assert.Equal(100, Assert.Single(world.Queues.Accepted).Recipients.Count);
    }

    [Fact]
    public void A_message_has_its_limit_announced_or_not()
    {
        var world = new SmtpWorld(new Actors.Smtp.SmtpSettings { MaxMessageSize = 64 * 1024 });
        var client = world.Connect(this, SmtpEndpointKind.Relay).Greet();
        Assert.Equal("552 5.3.4 Message too big\r\n", client.Send("MAIL FROM:<> SIZE=65537\r\n"));
        client.Send("MAIL FROM:<> SIZE=10\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.Equal("552 5.3.4 Message too big\r\n", client.Send("a: b\r\n\r\n" + new string('x', 65536) + "\r\n.\r\n"));
        Assert.Equal("250 2.0.0 Ok\r\n", client.Send("NOOP\r\n"));
        Assert.Equal(0, world.Blobs.OpenWriters);
    }

    [Fact]
    public void A_big_message_is_not_held_in_memory()
    {
        var world = new SmtpWorld(new Actors.Smtp.SmtpSettings { MaxMessageSize = 200 * 1024 * 1024 });
        world.Blobs.Keep = false;
        var client = world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        client.Send("a: b\r\n\r\n");
        var piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(new string('x', 76) + "\r\n", 800)));
        // What was sent is with the store before more is asked for: between two pieces the session holds nothing.
        for (var sent = 0L; sent < 100 * 1024 * 1024; sent += piece.Length)
        {
            Assert.InRange(world.Blobs.Written, sent, long.MaxValue);
            client.Send(piece.ToArray());
        }

        Assert.StartsWith("250", client.Send(".\r\n"));
        Assert.InRange(world.Blobs.LargestPiece, 1, piece.Length);
    }

    [Fact]
    public void A_drain_is_obeyed_at_the_next_command()
    {
        var idle = Connect().Greet();
        idle.Tell(ConnectionProtocol.Drain.Instance);
        Assert.Equal("421 4.3.2 Shutting down\r\n", idle.Await());
        Assert.True(idle.Closed);

        var busy = Connect().Greet();
        busy.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        busy.Send("DATA\r\n");
        busy.Tell(ConnectionProtocol.Drain.Instance);
        var reply = busy.Send("a: b\r\n\r\n.\r\n");
        Assert.StartsWith("250 2.0.0 Ok: queued", reply);
        Assert.EndsWith("421 4.3.2 Shutting down\r\n", reply);
        Assert.True(busy.Closed);
    }

    [Fact]
    public void A_deadline_that_passed_is_told()
    {
        var client = Connect();
        Assert.Equal(_world.Settings.GreetingDeadline, client.Deadline);
        client.Greet();
        Assert.Equal(_world.Settings.CommandDeadline, client.Deadline);
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        Assert.Equal(_world.Settings.DataDeadline, client.Deadline);
        client.Send("a: b\r\n\r\nhalf a mess");
        client.Tell(ConnectionProtocol.TimedOut.Instance);
        Assert.Equal("421 4.4.2 Timeout\r\n", client.Await());
        ExpectTerminated(client.Session);
        Assert.Equal(0, _world.Blobs.OpenWriters);
    }

    [Fact]
    public void A_client_that_goes_away_in_its_data_leaves_nothing()
    {
        var client = Connect().Greet();
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        client.Send("a: b\r\n\r\nhalf a mess");
        Assert.Equal(1, _world.Blobs.OpenWriters);
        client.Tell(new ConnectionProtocol.Closed(CloseReason.ByPeer));
        ExpectTerminated(client.Session);

        Assert.Equal(0, _world.Blobs.OpenWriters);
        Assert.Empty(_world.Queues.Accepted);
    }

    [Fact]
    public void A_client_that_goes_away_while_its_message_is_accepted_does_not_undo_it()
    {
        var gate = new TaskCompletionSource();
        _world.Queues.Wait = gate.Task;
        var client = Connect().Greet();
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        client.Tell(new ConnectionProtocol.Received(new Protocol.Framing.Frame.Data(Encoding.ASCII.GetBytes("a: b\r\n\r\n"), true, default)));
        client.Tell(new ConnectionProtocol.Closed(CloseReason.ByPeer));
        ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        gate.SetResult();
        ExpectTerminated(client.Session);

        Assert.Single(_world.Queues.Accepted);
    }

    [Fact]
    public void Default_settings_have_no_fault_and_bad_ones_are_all_named()
    {
        Assert.Empty(new Actors.Smtp.SmtpSettings().Faults());
        Assert.Equal(3, new Actors.Smtp.SmtpSettings { MaxLine = 1, MaxRecipients = 1, HardErrorLimit = 1 }.Faults().Count());
    }

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Relay);
}
