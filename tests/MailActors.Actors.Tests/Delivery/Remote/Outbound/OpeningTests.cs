using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>From the first packet to where mail may go.</summary>
public sealed class OpeningTests : OutboundSpec
{
    [Theory, Trait("acceptance", "RM-01")]
    [InlineData("GREETING", "421 4.3.2 Busy", false, "4.3.2")]
    [InlineData("GREETING", "554 5.7.1 Go away", true, "5.7.1")]
    [InlineData("EHLO", "451 4.3.0 Later", false, "4.3.0")]
    [InlineData("GREETING", "hello", false, "4.4.2")]
    [InlineData("GREETING", Sink.Cut, false, "4.4.2")]
    [InlineData("EHLO", Sink.Cut, false, "4.4.2")]
    [InlineData("EHLO", Sink.Hang, false, "4.4.2")]
    public async Task A_host_that_does_not_open_is_tried_again_unless_it_says_never(string at, string reply, bool never, string status)
    {
        Settings = Settings with { GreetingTimeout = reply == Sink.Hang ? TimeSpan.FromMilliseconds(200) : Settings.GreetingTimeout };
        Sink.Reply(at, reply);
        var result = await Client.Connect(Hop, Plan(), null, default);
        if (never) Assert.Equal(status, Assert.IsType<OutboundResult.Refused>(result).Reason.Status);
        else Assert.Equal(status, Assert.IsType<OutboundResult.Later>(result).Reason.Status);
    }

    [Fact]
    public async Task A_host_of_old_is_greeted_again()
    {
        Sink.Reply("EHLO", "502 What?");
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        Assert.Equal(["EHLO", "HELO", "MAIL"], Sink.Commands.Take(3).Select(c => c.Split(' ')[0]));
    }

    [Fact]
    public async Task The_next_host_is_tried_and_one_in_trouble_keeps_the_mail_from_being_refused()
    {
        await using var refusing = new Sink();
        refusing.Reply("GREETING", "554 5.7.1 Go away");
        var nobody = Unused();
        Assert.IsType<OutboundResult.Connected>(await Client.Connect(Hop, Plan(nobody, refusing.Port, Sink.Port), null, default));
        Assert.Equal("4.4.1", Assert.IsType<OutboundResult.Later>(await Client.Connect(Hop, Plan(refusing.Port, nobody), null, default)).Reason.Status);
        Assert.IsType<OutboundResult.Refused>(await Client.Connect(Hop, Plan(refusing.Port), null, default));
    }

    [Fact, Trait("acceptance", "DN-03")]
    public async Task So_many_addresses_and_sessions_are_tried_and_no_more()
    {
        await using var busy = new Sink();
        busy.Reply("GREETING", "421 4.3.2 Busy");
        var ports = Enumerable.Repeat(busy.Port, 10).ToArray();
        Assert.Equal("4.3.2", (await NotConnected(ports)).Status);
        Assert.Equal(Settings.MaxSessions, busy.Sessions);

        var nobody = Enumerable.Repeat(Unused(), Settings.MaxAddresses).ToArray();
        Assert.Equal("4.4.1", (await NotConnected([.. nobody, Sink.Port])).Status);
        Assert.Equal(0, Sink.Sessions);
        Assert.IsType<OutboundResult.Connected>(await Client.Connect(Hop, Plan([.. nobody[1..], Sink.Port]), null, default));
    }

    [Fact]
    public async Task A_host_with_our_own_name_is_a_loop()
    {
        Sink.Reply("EHLO", "250 here.test");
        Assert.Equal("5.4.6", Assert.IsType<OutboundResult.Refused>(await Client.Connect(Hop, Plan(), null, default)).Reason.Status);
    }

    [Fact]
    public async Task The_source_address_is_the_one_that_was_asked_for()
    {
        var source = System.Net.IPAddress.Parse("127.0.0.77");
        Assert.IsType<OutboundResult.Connected>(await Client.Connect(Hop, Plan(), source, default));
        var other = await Client.Connect(Hop, Plan(), System.Net.IPAddress.IPv6Loopback, default);
        Assert.Equal("4.4.1", Assert.IsType<OutboundResult.Later>(other).Reason.Status);
    }

    [Theory]
    [InlineData("PLAIN", "AUTH PLAIN AHVzZXIAc2VjcmV0")]
    [InlineData("CRAM-MD5", null)]
    public async Task A_relay_is_logged_in_to_or_the_mail_waits(string mechanism, string? said)
    {
        Sink.Offers = [$"AUTH {mechanism}"];
        Hop = new NextHop.Relay("mx.sink.test", Sink.Port, RelayProtocol.Smtp, RelayTls.None, new("user", "secret"));
        Tls = TlsDemand.Never.Instance;
        if (said is null)
        {
            Assert.Equal("4.7.4", (await NotConnected()).Status);
            return;
        }

        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
        Assert.Contains(said, Sink.Commands);
        Sink.Reply("AUTH", "535 5.7.8 No");
        Assert.Equal("4.7.8", (await NotConnected()).Status);
    }

    private static int Unused()
    {
        using var listener = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        listener.Start();
        return ((System.Net.IPEndPoint)listener.LocalEndpoint).Port;
    }
}
