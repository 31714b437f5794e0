using Akka.Actor;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

/// <summary>What a message asks of TLS decides about its way (RFC 8689).</summary>
public sealed class TlsNeedTests : CourierSpec
{
    private static readonly RoutePlan NoProof = new RoutePlan.Impossible(new Reason("5.7.10", "no proof"));

    [Theory]
    [InlineData(false, false, TlsNeed.Ordinary)]
    [InlineData(true, false, TlsNeed.Required)]
    [InlineData(false, true, TlsNeed.Optional)]
    [InlineData(true, true, TlsNeed.Required)]
    public void Each_kind_of_mail_has_its_way_and_REQUIRETLS_wins(bool required, bool optional, TlsNeed need)
    {
        var mail = Mail("a.example");
        mail = mail with { Envelope = mail.Envelope with { Handling = new() { RequireTls = required, TlsOptional = optional } } };
        Start().Tell(mail);
        Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(mail)));
        Assert.Equal([need], World.Needs);
    }

    [Fact]
    public void What_must_go_by_TLS_is_given_back_when_it_can_not()
    {
        World.OnPlan = need => need == TlsNeed.Required ? NoProof : null;
        var mail = Mail("a.example");
        mail = mail with { Envelope = mail.Envelope with { Handling = new() { RequireTls = true } } };
        Start().Tell(mail);
        Assert.Equal("5.7.10", Assert.IsType<Outcome.Failed>(Assert.Single(ExpectFinished(mail))).Reason.Status);
        Assert.Empty(World.Connections);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_notice_about_it_goes_by_TLS_where_that_can_be_had_and_is_not_lost_where_not(bool proof)
    {
        World.OnPlan = need => need == TlsNeed.Required && !proof ? NoProof : null;
        var mail = Mail("a.example");
        mail = mail with { Envelope = mail.Envelope with { ReversePath = null, Handling = new() { RequireTls = true } } };
        Start().Tell(mail);
        Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(mail)));
        Assert.Equal(proof ? [TlsNeed.Required] : [TlsNeed.Required, TlsNeed.Ordinary], World.Needs);
    }
}
