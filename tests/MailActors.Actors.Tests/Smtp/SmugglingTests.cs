using System.Text;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class SmugglingTests : ActorSpec
{
    private const string Second = "MAIL FROM:<evil@remote.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\nsmuggled: yes\r\n\r\n.\r\n";

    private readonly SmtpWorld _world = new();

    public static TheoryData<string, SmtpEndpointKind, bool> Tricks()
    {
        var data = new TheoryData<string, SmtpEndpointKind, bool>();
        foreach (var trick in new[] { "\n.\n", "\r.\r", "\r.\n", "\n.\r", "\n.\r\n", "\r\n.\n", "\r.\r\n", "\r\n.\r", "\r\n\0.\r\n", "\r\n.\0\r\n", "\r\n.\r\r\n" })
        {
            data.Add(trick, SmtpEndpointKind.Relay, false);
            data.Add(trick, SmtpEndpointKind.Relay, true);
            data.Add(trick, SmtpEndpointKind.Submission, true);
            data.Add(trick, SmtpEndpointKind.Lmtp, false);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Tricks))]
    [Trait("acceptance", "SM-01")]
    public void A_false_end_of_data_smuggles_nothing(string trick, SmtpEndpointKind kind, bool tls)
    {
        var client = Greeted(kind, tls);
        client.Send("MAIL FROM:<ann@example.test>\r\nRCPT TO:<bob@example.test>\r\n");
        client.Send("DATA\r\n");
        var reply = client.Send("From: ann@example.test\r\n\r\nfirst" + trick + Second);

        Assert.Equal("550 5.5.2 Message has a bare CR, a bare LF or a NUL\r\n", reply);
        Assert.True(client.Closed);
        Assert.Empty(_world.Queues.Accepted);
        Assert.Empty(_world.Blobs.Blobs);
        Assert.Equal(0, _world.Blobs.OpenWriters);
    }

    /// <summary>The control: with a true end in between there are two messages.</summary>
    [Fact]
    [Trait("acceptance", "SM-01")]
    public void A_true_end_of_data_ends_it()
    {
        var client = Greeted(SmtpEndpointKind.Lmtp, false);
        client.Send("MAIL FROM:<ann@example.test>\r\nRCPT TO:<bob@example.test>\r\n");
        client.Send("DATA\r\n");
        client.Send("From: ann@example.test\r\n\r\nfirst\r\n.\r\n" + Second);

        Assert.Equal(2, _world.Queues.Accepted.Count);
    }

    [Fact]
    [Trait("acceptance", "SM-02")]
    public void A_session_goes_the_same_however_it_is_split()
    {
        const string Dialogue =
            "LHLO me\r\nMAIL FROM:<joe@remote.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\na: b\r\n\r\n..x\r\n.\r\n"
            + "MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\nBDAT 3\r\na: BDAT 8 LAST\r\nb\r\n\r\nxyzNOOP\r\nQUIT\r\n";
        var bytes = Encoding.Latin1.GetBytes(Dialogue);
        var whole = Play(bytes);
        Assert.Equal(2, whole.Messages.Count);
        Assert.EndsWith("a: b\r\n\r\n.x\r\n", whole.Messages[0]);
        Assert.EndsWith("a: b\r\n\r\nxyz", whole.Messages[1]);
        for (var split = 1; split < bytes.Length; split++) Same(whole, Play(bytes[..split], bytes[split..]));
        Same(whole, Play([.. bytes.Select(octet => new[] { octet })]));
    }

    [Theory]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST /x HTTP/1.1")]
    [InlineData("CONNECT mx.example.test:25 HTTP/1.1")]
    [InlineData("\u0016\u0003\u0001\u0002\u0000\u0001")]
    [Trait("acceptance", "SM-07")]
    public void Another_protocol_gets_no_word(string line)
    {
        foreach (var kind in Enum.GetValues<SmtpEndpointKind>())
        {
            var client = _world.Connect(this, kind);
            Assert.Equal("", client.Send(line + "\r\nHost: <script>alert(1)</script>\r\n"));
            Assert.True(client.Closed);
        }
    }

    [Fact]
    [Trait("acceptance", "SM-06")]
    public void Who_talks_before_the_banner_is_dropped()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay, spokeFirst: true);

        Assert.Equal("554 5.5.0 Client talked before its turn\r\n", client.Banner);
        Assert.True(client.Closed);
        Assert.StartsWith("220", _world.Connect(this, SmtpEndpointKind.Lmtp, spokeFirst: true).Banner);
    }

    [Fact]
    [Trait("acceptance", "SM-06")]
    public void Who_sends_data_before_354_is_dropped()
    {
        var client = Greeted(SmtpEndpointKind.Relay, false);
        client.Send("MAIL FROM:<>\r\nRCPT TO:<bob@example.test>\r\n");

        Assert.Equal("554 5.5.0 Client talked before its turn\r\n", client.Send("DATA\r\na: b\r\n\r\n.\r\n"));
        Assert.True(client.Closed);
        Assert.Empty(_world.Queues.Accepted);
    }

    [Fact]
    [Trait("acceptance", "SM-06")]
    public void Who_pipelines_past_ehlo_is_dropped()
    {
        var client = _world.Connect(this, SmtpEndpointKind.Relay);

        Assert.Equal("554 5.5.0 Client talked before its turn\r\n", client.Send("EHLO me\r\nMAIL FROM:<>\r\n"));
        Assert.True(client.Closed);
    }

    private SmtpClient Greeted(SmtpEndpointKind kind, bool tls)
    {
        var client = _world.Connect(this, kind, tls);
        if (kind == SmtpEndpointKind.Lmtp) client.Send("LHLO client.test\r\n");
        else client.Greet(kind == SmtpEndpointKind.Submission ? "ann@example.test" : null);
        return client;
    }

    private (string Heard, List<string> Messages) Play(params byte[][] segments)
    {
        var world = new SmtpWorld();
        var client = world.Connect(this, SmtpEndpointKind.Lmtp);
        var heard = client.Send([.. segments.Select(segment => segment.ToArray())]);
        foreach (var envelope in world.Queues.Accepted) heard = heard.Replace(envelope.Id.ToString(), "ID");
        return (heard, [.. world.Queues.Accepted.Select(envelope => world.Text(envelope).Replace(envelope.Id.ToString(), "ID"))]);
    }

    private static void Same((string Heard, List<string> Messages) a, (string Heard, List<string> Messages) b)
    {
        Assert.Equal(a.Heard, b.Heard);
        Assert.Equal(a.Messages, b.Messages);
    }
}
