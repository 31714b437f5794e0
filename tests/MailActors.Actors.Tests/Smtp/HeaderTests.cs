using System.Text;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class HeaderTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Theory]
    [InlineData(50, "250 2.0.0")]
    [InlineData(51, "554 5.4.6 Too many hops")]
    [InlineData(101, "554 5.4.6 Too many hops")]
    [Trait("acceptance", "LP-01")]
    public void Too_many_hops_are_a_loop(int hops, string reply) =>
        Assert.StartsWith(reply, Send(string.Concat(Enumerable.Repeat("Received: from a by b;\r\n\tdate\r\n", hops))));

    [Theory]
    [InlineData("Delivered-To: ann@example.test\r\n", "554 5.4.6 Message has been delivered")]
    [InlineData("delivered-to:  ANN@Example.Test \r\n", "554 5.4.6 Message has been delivered")]
    [InlineData("Delivered-To: bob@example.test\r\n", "250")]
    [InlineData("X-Delivered-To: ann@example.test\r\n", "250")]
    [InlineData("Subject: Delivered-To: ann@example.test\r\n", "250")]
    public void What_was_delivered_here_comes_in_no_second_time(string header, string reply) => Assert.StartsWith(reply, Send(header));

    [Theory]
    [InlineData(100 * 1024 - 5, "250")]
    [InlineData(100 * 1024, "552 5.3.4 Message header too big")]
    public void A_field_has_its_limit(int length, string reply) => Assert.StartsWith(reply, Send("X: " + new string('a', length) + "\r\n"));

    [Theory]
    [InlineData(1000, "250")]
    [InlineData(1001, "554 5.6.0 Too many header fields")]
    public void There_is_a_limit_on_fields(int count, string reply) => Assert.StartsWith(reply, Send(string.Concat(Enumerable.Repeat("X: y\r\n", count))));

    [Fact]
    public void The_header_has_its_limit()
    {
        var field = "X: " + new string('a', 90_000) + "\r\n";
        Assert.StartsWith("250", Send(string.Concat(Enumerable.Repeat(field, 11))));
        Assert.StartsWith("552 5.3.4 Message header too big", Send(string.Concat(Enumerable.Repeat(field, 12))));
        Assert.Equal(0, _world.Blobs.OpenWriters);
    }

    [Theory]
    [InlineData("not a field\r\n\r\nbody\r\n")]
    [InlineData(" folded: from nothing\r\n\r\n")]
    [InlineData("\tfolded\r\n")]
    [InlineData("")]
    [Trait("acceptance", "HD-04")]
    public void A_message_without_header_gets_an_empty_line_before_its_body(string body)
    {
        var client = Greeted();
        Assert.StartsWith("250", client.Send(Encoding.Latin1.GetBytes(body + ".\r\n")));

        Assert.EndsWith("+0000\r\n\r\n" + body, _world.Text(_world.Queues.Accepted[^1]));
    }

    [Theory]
    [InlineData("client.test", "from client.test ([192.0.2.7])")]
    [InlineData("CLIENT.Test", "from client.test ([192.0.2.7])")]
    [InlineData("localhost", "from localhost ([192.0.2.7])")]
    [InlineData("1.2.3.4", "from [192.0.2.7] ([192.0.2.7])")]
    [InlineData("[1.2.3.4]", "from [192.0.2.7] ([192.0.2.7])")]
    [InlineData("[IPv6:::1]", "from [192.0.2.7] ([192.0.2.7])")]
    [InlineData("under_score", "from [192.0.2.7] ([192.0.2.7])")]
    [Trait("acceptance", "HD-04")]
    public void Received_tells_no_address_but_that_of_the_socket(string hello, string from)
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay);
        client.Send($"EHLO {hello}\r\n");
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        client.Send("a: b\r\n\r\n.\r\n");

        Assert.Contains($"Received: {from}\r\n\tby mx.example.test with ESMTP\r\n", _world.Text(Assert.Single(_world.Queues.Accepted)));
    }

    [Theory]
    [InlineData("client.test (from 1.2.3.4)")]
    [InlineData("client.test\u0000x")]
    [InlineData("client.test\u001b[31m")]
    [InlineData("\"}{'")]
    [InlineData("client.test;by")]
    [InlineData("<x>")]
    [InlineData("")]
    [Trait("acceptance", "HD-04")]
    [Trait("acceptance", "AD-02")]
    public void A_name_that_could_be_read_as_more_is_refused(string hello)
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay);

        Assert.StartsWith("50", client.Send($"EHLO {hello}\r\n"));
        Assert.StartsWith("503", client.Send("MAIL FROM:<>\r\n"));
    }

    [Fact]
    public void A_header_in_pieces_is_read_like_one_in_one()
    {
        var client = Greeted();
        var text = "Received: a\r\nDelivered-To: bob@example.test\r\nSubject: " + new string('s', 5000) + "\r\n\r\nbody\r\n";
        Assert.StartsWith("250", client.Send([.. Encoding.Latin1.GetBytes(text + ".\r\n").Chunk(7)]));

        Assert.EndsWith("+0000\r\n" + text, _world.Text(_world.Queues.Accepted[0]));
    }

    private string Send(string header) => Greeted().Send(header + "\r\nbody\r\n.\r\n");

    private SmtpClient Greeted()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay).Greet();
        client.Send("MAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\n");
        client.Send("DATA\r\n");
        return client;
    }
}
