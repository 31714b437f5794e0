using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

[Trait("acceptance", "SM-04")]
public class BdatTests : ActorSpec
{
    private readonly SmtpWorld _world = new(new Actors.Smtp.SmtpSettings { ErrorDelay = TimeSpan.Zero, MaxMessageSize = 64 * 1024 });

    [Fact]
    public void Chunks_make_a_message()
    {
        var client = Ready();
        Assert.Equal("250 2.0.0 Chunk ok\r\n", client.Send("BDAT 6\r\na: b\r\n"));
        Assert.Equal("250 2.0.0 Chunk ok\r\n", client.Send("BDAT 0\r\n"));
        Assert.Equal("250 2.0.0 Chunk ok\r\n", client.Send("BDAT 5\r\n\r\n.\r\n"));
        Assert.StartsWith("250 2.0.0 Ok: queued", client.Send("BDAT 0 LAST\r\n"));

        Assert.EndsWith("\r\na: b\r\n\r\n.\r\n", _world.Text(Assert.Single(_world.Queues.Accepted)));
    }

    [Fact]
    public void Octets_of_a_refused_chunk_are_no_commands()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        Assert.Equal("503 5.5.1 Need MAIL first\r\n250 2.0.0 Ok\r\n", client.Send("BDAT 6 LAST\r\nRSET\r\nNOOP\r\n"));
        client.Send("MAIL FROM:<>\r\n");
        Assert.Equal("503 5.5.1 Need an accepted RCPT first\r\n", client.Send("BDAT 6 LAST\r\nQUIT\r\n"));
        Assert.False(client.Closed);
        Assert.Equal("503 5.5.1 Need MAIL first\r\n", client.Send("RCPT TO:<ann@example.test>\r\n"));
        Assert.Empty(_world.Queues.Accepted);
    }

    [Fact]
    public void Data_and_recipients_do_not_mix_with_chunks()
    {
        var client = Ready();
        client.Send("BDAT 6\r\na: b\r\n");
        Assert.StartsWith("503", client.Send("DATA\r\n"));
        Assert.StartsWith("503", client.Send("RCPT TO:<bob@example.test>\r\n"));
        Assert.StartsWith("503", client.Send("MAIL FROM:<>\r\n"));
        Assert.StartsWith("250", client.Send("BDAT 2 LAST\r\n\r\n"));
        Assert.StartsWith("503", client.Send("BDAT 2 LAST\r\n\r\n"));
        Assert.Single(_world.Queues.Accepted);
    }

    [Fact]
    public void Too_many_octets_empty_the_envelope()
    {
        var client = Ready();
        client.Send("BDAT 6\r\na: b\r\n");
        client.Send("BDAT 2\r\n\r\n");
        Assert.Equal("552 5.3.4 Message too big\r\n", client.Send("BDAT 65536\r\n" + new string('x', 65536)));
        Assert.Equal(0, _world.Blobs.OpenWriters);
        Assert.StartsWith("503", client.Send("DATA\r\n"));
        Assert.StartsWith("503", client.Send("BDAT 1 LAST\r\nx"));
        Assert.Empty(_world.Queues.Accepted);
    }

    [Theory]
    [InlineData("BDAT 65537", "552 5.3.4 Message too big\r\n")]
    [InlineData("BDAT 99999999999999999999 LAST", "552 5.3.4 Message too big\r\n")]
    [InlineData("BDAT", "501 5.5.4 Syntax error in arguments\r\n")]
    [InlineData("BDAT x", "501 5.5.4 Syntax error in arguments\r\n")]
    [InlineData("BDAT -1", "501 5.5.4 Syntax error in arguments\r\n")]
    [InlineData("BDAT 5 FIRST", "501 5.5.4 Syntax error in arguments\r\n")]
    [InlineData("BDAT 5 LAST LAST", "501 5.5.4 Syntax error in arguments\r\n")]
    [InlineData("BDAT 123456789012345678901", "501 5.5.4 Syntax error in arguments\r\n")]
    public void A_chunk_that_cannot_be_skipped_ends_the_connection(string command, string reply)
    {
        var client = Ready();

        Assert.Equal(reply, client.Send(command + "\r\nNOOP\r\n"));
        Assert.True(client.Closed);
    }

    [Fact]
    public void Bare_newlines_need_binarymime()
    {
        var client = Ready();
        Assert.Equal("550 5.5.2 Message has a bare CR, a bare LF or a NUL\r\n", client.Send("BDAT 10 LAST\r\na: b\r\n\r\n\n."));
        Assert.True(client.Closed);

        client = Ready(" BODY=BINARYMIME");
        Assert.Equal("503 5.5.1 BODY=BINARYMIME goes with BDAT, not DATA\r\n", client.Send("DATA\r\n"));
        Assert.StartsWith("250", client.Send("BDAT 11 LAST\r\na: b\r\n\r\n\n\r\0"));

        client = Ready(" BODY=BINARYMIME");
        Assert.StartsWith("550", client.Send("BDAT 11 LAST\r\na: b\nc: d\r\n\r\n"[..^1]));
        Assert.Single(_world.Queues.Accepted);
    }

    [Fact]
    public void A_cr_and_its_lf_may_come_in_two_chunks()
    {
        var client = Ready();
        client.Send("BDAT 5\r\na: b\r");
        Assert.StartsWith("250", client.Send("BDAT 3 LAST\r\n\n\r\n"));
        client = Ready();
        client.Send("BDAT 5\r\na: b\r");
        Assert.StartsWith("550", client.Send("BDAT 0 LAST\r\n"));
    }

    [Fact]
    public void Very_many_small_chunks_cost_no_memory()
    {
        var client = Ready();
        client.Send("BDAT 8\r\na: b\r\n\r\n");
        for (var i = 0; i < 2000; i++) Assert.Equal("250 2.0.0 Chunk ok\r\n", client.Send("BDAT 1\r\nx"));
        Assert.StartsWith("250", client.Send("BDAT 0 LAST\r\n"));
    }

    private SmtpClient Ready(string parameters = "")
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send($"MAIL FROM:<>{parameters}\r\nRCPT TO:<ann@example.test>\r\n");
        return client;
    }
}
