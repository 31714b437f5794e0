using System.Text;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;
using Xunit;

namespace MailActors.Protocol.Tests.Smtp;

/// <summary>FUTURERELEASE, DELIVERBY, MT-PRIORITY and XVERP in MAIL: each good value has bad neighbours.</summary>
public class SubmissionParameterTests
{
    [Theory]
    [InlineData("HOLDFOR=1", true, 1)]
    [InlineData("holdfor=999999999", true, 999_999_999)]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00Z", false, 1_795_525_200)]
    [InlineData("HOLDUNTIL=2026-11-24t13:00:00z", false, 1_795_525_200)]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00.999Z", false, 1_795_525_200)]
    [InlineData("HOLDUNTIL=2026-11-24T14:30:00+01:30", false, 1_795_525_200)]
    [InlineData("HOLDUNTIL=2026-11-24T08:00:00-05:00", false, 1_795_525_200)]
    public void A_time_to_hold_is_read(string parameter, bool isInterval, long seconds) => Assert.Equal(new HoldParameter(isInterval, seconds), Mail(parameter).Hold);

    [Theory]
    [InlineData("HOLDFOR")]
    [InlineData("HOLDFOR=")]
    [InlineData("HOLDFOR=0")]
    [InlineData("HOLDFOR=01")]
    [InlineData("HOLDFOR=-1")]
    [InlineData("HOLDFOR=+1")]
    [InlineData("HOLDFOR=1.5")]
    [InlineData("HOLDFOR=1000000000")]
    [InlineData("HOLDFOR=1 HOLDFOR=1")]
    [InlineData("HOLDFOR=1 HOLDUNTIL=2026-11-24T13:00:00Z")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00Z HOLDFOR=1")]
    [InlineData("HOLDUNTIL")]
    [InlineData("HOLDUNTIL=")]
    [InlineData("HOLDUNTIL=2026-11-24")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00Z")]
    [InlineData("HOLDUNTIL=2026-11-31T13:00:00Z")]
    [InlineData("HOLDUNTIL=2026-11-24T25:00:00Z")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00.Z")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00.9")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00+25:00")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00+0100")]
    [InlineData("HOLDUNTIL=2026-11-24T13:00:00ZZ")]
    [InlineData("BY")]
    [InlineData("BY=")]
    [InlineData("BY=60")]
    [InlineData("BY=60;")]
    [InlineData("BY=;R")]
    [InlineData("BY=-;N")]
    [InlineData("BY=60;X")]
    [InlineData("BY=60;RN")]
    [InlineData("BY=60;RTT")]
    [InlineData("BY=60;T")]
    [InlineData("BY=0;R")]
    [InlineData("BY=-5;R")]
    [InlineData("BY=1000000000;N")]
    [InlineData("BY=60;N BY=60;N")]
    [InlineData("MT-PRIORITY")]
    [InlineData("MT-PRIORITY=")]
    [InlineData("MT-PRIORITY=10")]
    [InlineData("MT-PRIORITY=-10")]
    [InlineData("MT-PRIORITY=+4")]
    [InlineData("MT-PRIORITY=--4")]
    [InlineData("MT-PRIORITY=x")]
    [InlineData("MT-PRIORITY=4 MT-PRIORITY=4")]
    [InlineData("XVERP=")]
    [InlineData("XVERP=+")]
    [InlineData("XVERP=+=+")]
    [InlineData("XVERP=+@")]
    [InlineData("XVERP=a=")]
    [InlineData("XVERP XVERP")]
    public void A_bad_value_is_501(string parameters)
    {
        var parsed = Parse(parameters);
        Assert.Null(parsed.Command);
        Assert.Equal((SmtpVerb.Mail, SmtpRejection.BadParameter), (parsed.Verb, parsed.Fault));
    }

    [Theory]
    [InlineData("BY=60;R", 60, true, false)]
    [InlineData("by=+60;rt", 60, true, true)]
    [InlineData("BY=0;N", 0, false, false)]
    [InlineData("BY=-999999999;NT", -999_999_999, false, true)]
    public void A_time_for_the_delivery_is_read(string parameter, long seconds, bool back, bool trace) =>
        Assert.Equal(new DeliverByParameter(seconds, back, trace), Mail(parameter).DeliverBy);

    [Theory]
    [InlineData("MT-PRIORITY=0", 0)]
    [InlineData("MT-PRIORITY=9", 9)]
    [InlineData("mt-priority=-9", -9)]
    public void A_priority_is_read(string parameter, int priority) => Assert.Equal(priority, Mail(parameter).Priority);

    [Theory]
    [InlineData("XVERP", "list+bob=remote.test@here.test")]
    [InlineData("XVERP=+=", "list+bob=remote.test@here.test")]
    [InlineData("xverp==+", "list=bob+remote.test@here.test")]
    [InlineData("XVERP=--", "list-bob-remote.test@here.test")]
    public void Delimiters_write_the_recipient_into_the_sender(string parameter, string encoded) =>
        Assert.Equal(encoded, Mail(parameter).Verp!.Encode(new("list", "here.test"), new("bob", "remote.test"))?.ToString());

    [Fact]
    public void What_needs_quotes_gets_them_and_what_would_be_too_long_is_not_made()
    {
        Assert.Equal("\"list+b b=remote.test\"@here.test", VerpDelimiters.Default.Encode(new("list", "here.test"), new("b b", "remote.test"))?.ToString());
        var (fits, not) = (new MailAddress(new string('x', 46), "remote.test"), new MailAddress(new string('x', 48), "remote.test"));
        Assert.Equal(63, VerpDelimiters.Default.Encode(new("list", "here.test"), fits)!.LocalPart.Length);
        Assert.Null(VerpDelimiters.Default.Encode(new("list", "here.test"), not));
    }

    private static ParsedCommand Parse(string parameters) => SmtpCommandParser.Parse(Encoding.ASCII.GetBytes($"MAIL FROM:<a@b.test> {parameters}"));

    private static MailCommand Mail(string parameters) => Assert.IsType<MailCommand>(Parse(parameters).Command);
}
