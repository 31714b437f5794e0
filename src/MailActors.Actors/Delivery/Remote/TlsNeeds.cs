using MailActors.Domain.Routing;

namespace MailActors.Actors.Delivery.Remote;

/// <summary>What a message's own wish makes of the TLS that a destination's policies ask for.</summary>
internal static class TlsNeeds
{
    public static RoutePlan.Stops Apply(TlsNeed need, RoutePlan.Stops plan) => need switch
    {
        TlsNeed.Required => plan with { Hosts = [.. plan.Hosts.Select(stop => stop with { Tls = Verified(stop) })] },
        TlsNeed.Optional => plan with { Hosts = [.. plan.Hosts.Select(stop => stop with { Tls = Lenient(stop.Tls) })] },
        _ => plan,
    };

    // RFC 8689 §4.2.1: TLS with a certificate that is verified, or the message doesn't go.
    private static TlsDemand Verified(Stop stop) => stop.Tls switch
    {
        TlsDemand.Dane or TlsDemand.Trusted { Enforced: true } => stop.Tls,
        TlsDemand.Trusted policy => policy with { Enforced = true },
        _ => new TlsDemand.Trusted([stop.Host], Enforced: true, Implicit: false),
    };

    // RFC 8689 §4.1: the policies of the recipient's side don't hold it up. A relay of the operator's keeps its TLS from the first octet: it speaks nothing else.
    private static TlsDemand Lenient(TlsDemand demand) => demand switch
    {
        TlsDemand.Trusted { Implicit: true } => demand,
        TlsDemand.Dane or TlsDemand.Trusted or TlsDemand.Encrypted => TlsDemand.Opportunistic.Instance,
        _ => demand,
    };
}
