using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>A priority and a time for the delivery go on to hosts that offer to keep them.</summary>
public sealed class TermsOutTests : OutboundSpec
{
    private static long Now => TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();

    [Theory]
    [InlineData("MT-PRIORITY MIXER", 3, " MT-PRIORITY=3")]
    [InlineData("MT-PRIORITY", -9, " MT-PRIORITY=-9")]
    [InlineData("MT-PRIORITY", 0, "")]
    [InlineData("8BITMIME", 3, "")]
    public async Task A_priority_is_passed_on_where_it_is_known(string offer, int priority, string parameter)
    {
        Sink.Offers = [offer];
        await Send(Mail() with { Handling = new() { Priority = priority } });
        Assert.Equal($"MAIL FROM:<ann@here.test>{parameter}", Assert.Single(Sink.Said("MAIL")));
    }

    [Theory]
    [InlineData(true, 3_600, "DELIVERBY", null)]
    [InlineData(true, 3_600, "DELIVERBY 60", null)]
    [InlineData(true, 3_600, "DELIVERBY 86400", "5.4.7")]
    [InlineData(true, -1, "DELIVERBY", "5.4.7")]
    [InlineData(true, 3_600, "8BITMIME", "5.3.3")]
    [InlineData(false, 3_600, "DELIVERBY 86400", null)]
    [InlineData(false, -3_600, "DELIVERBY", null)]
    [InlineData(false, 3_600, "8BITMIME", null)]
    public async Task Mail_to_be_returned_when_late_goes_only_to_hosts_that_keep_the_time(bool back, int seconds, string offer, string? status)
    {
        Sink.Offers = [offer];
        var answer = Assert.Single((await Send(Mail() with { Handling = new() { DeliverBy = new(Now + seconds, back, Trace: true) } })).Answers);
        Assert.Equal(status, answer.Reason?.Status);
        if (status is not null)
        {
            Assert.Equal(Verdict.Never, answer.Verdict);
            Assert.Empty(Sink.Said("MAIL"));
            return;
        }

        var keeps = offer.StartsWith("DELIVERBY", StringComparison.Ordinal);
        Assert.Equal((Verdict.Accepted, keeps), (answer.Verdict, answer.Relay!.KeepsTime));
        var said = Assert.Single(Sink.Said("MAIL"));
        if (!keeps) Assert.DoesNotContain("BY=", said);
        else
        {
            Assert.EndsWith(back ? ";RT" : ";NT", said);
            Assert.InRange(long.Parse(said.Split("BY=")[1].Split(';')[0]), seconds - 600, seconds);
        }
    }

    [Fact]
    public async Task A_mailbox_behind_lmtp_has_it_when_it_has_taken_it()
    {
        Sink.Lmtp = true;
        Hop = new NextHop.Relay("mx.sink.test", Sink.Port, RelayProtocol.Lmtp, RelayTls.None, null);
        var answer = Assert.Single((await Send(Mail() with { Handling = new() { DeliverBy = new(Now + 600, Return: true, Trace: false) } })).Answers);
        Assert.Equal((Verdict.Accepted, true), (answer.Verdict, answer.Relay!.KeepsTime));
    }

    [Fact]
    public async Task A_reverse_path_with_a_recipient_beyond_ascii_in_it_needs_smtputf8_as_the_recipient_does()
    {
        Sink.Offers = ["SMTPUTF8", "8BITMIME"];
        var mail = Mail("jörg@sink.test");
        await Send(mail with { Recipients = [mail.Recipients[0] with { Sender = new("ann+jörg=sink.test", "here.test") }] });
        Assert.Equal("MAIL FROM:<ann+jörg=sink.test@here.test> SMTPUTF8", Assert.Single(Sink.Said("MAIL")));
    }
}
