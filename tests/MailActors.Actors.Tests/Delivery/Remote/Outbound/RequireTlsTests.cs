using System.Net;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>RFC 8689 §4.2.1: what must go by TLS all the way.</summary>
public sealed class RequireTlsTests : OutboundSpec
{
    private static readonly Handling Required = new() { RequireTls = true };

    public RequireTlsTests()
    {
        Sink.Certificate = Good;
        Tls = new TlsDemand.Trusted(["mx.sink.test"], Enforced: true, Implicit: false);
        RequireTls = true;
    }

    [Fact]
    public async Task It_goes_with_the_parameter_to_a_host_that_passes_it_on()
    {
        Sink.Offers = ["REQUIRETLS"];
        Assert.Equal(Verdict.Accepted, (await Send(Mail() with { Handling = Required })).Answers[0].Verdict);
        Assert.EndsWith(" REQUIRETLS", Assert.Single(Sink.Said("MAIL")));
    }

    [Fact]
    public async Task A_host_that_does_not_pass_it_on_hears_QUIT_and_nothing_of_the_mail()
    {
        Assert.Equal("5.7.30", (await Refused()).Status);
        Assert.Empty(Sink.Said("MAIL"));
        Assert.Single(Sink.Said("QUIT"));
    }

    [Fact]
    public async Task The_offer_must_be_made_under_TLS()
    {
        // RFC 8689 §4.2.1, step 5: what was said before TLS counts for nothing.
        Sink.On["EHLO"] = n => n == 1 ? "250-sink.test\r\n250-STARTTLS\r\n250 REQUIRETLS" : "";
        Assert.Equal("5.7.30", (await Refused()).Status);
    }

    [Theory]
    [InlineData("a bad certificate")]
    [InlineData("no TLS")]
    public async Task Without_TLS_that_is_verified_it_is_given_back(string trouble)
    {
        Sink.Offers = ["REQUIRETLS"];
        Sink.Certificate = trouble == "no TLS" ? null : Root.Host(["other.test"]);
        Assert.Equal("5.7.10", (await Refused()).Status);
        Assert.Empty(Sink.Said("MAIL"));

        // The control: without the wish it only waits.
        RequireTls = false;
        Assert.IsType<OutboundResult.Later>(await Client.Connect(Hop, Plan(), null, default));
    }

    [Fact]
    public async Task Every_host_is_asked_before_it_is_given_back()
    {
        await using var other = new Sink { Certificate = Good, Offers = ["REQUIRETLS"] };
        Settings = Settings with { MaxSessions = 1 };
        var result = await Client.Connect(Hop, Plan(Sink.Port, Sink.Port, other.Port), null, default);
        await using var connection = Assert.IsType<OutboundResult.Connected>(result).Connection;
        Assert.Equal((2, 1), (Sink.Sessions, other.Sessions));
    }

    [Fact]
    public async Task A_host_that_is_in_trouble_may_be_the_one_so_the_mail_waits()
    {
        using var closed = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        closed.Start();
        var port = ((IPEndPoint)closed.LocalEndpoint).Port;
        closed.Stop();
        Assert.IsType<OutboundResult.Later>(await Client.Connect(Hop, Plan(port, Sink.Port), null, default));
    }

    [Fact]
    public async Task On_another_connection_it_is_not_even_proposed_unless_it_is_a_notice()
    {
        RequireTls = false;
        Sink.Offers = ["REQUIRETLS"];
        var refused = (await Send(Mail() with { Handling = Required })).Answers[0];
        Assert.Equal((Verdict.Never, "5.7.30"), (refused.Verdict, refused.Reason!.Status));
        Assert.Empty(Sink.Said("MAIL"));

        // RFC 8689 §2: the parameter is not for a session that was not verified.
        Assert.Equal(Verdict.Accepted, (await Send(Mail() with { ReversePath = null, Handling = Required })).Answers[0].Verdict);
        Assert.DoesNotContain("REQUIRETLS", Assert.Single(Sink.Said("MAIL")));
    }

    private async Task<Reason> Refused() => Assert.IsType<OutboundResult.Refused>(await Client.Connect(Hop, Plan(), null, default)).Reason;
}
