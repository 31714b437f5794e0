using Akka.Actor;
using MailActors.Actors.Cluster;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Delivery.Remote.Outbound;
using MailActors.Actors.Delivery.Remote.Policies;
using MailActors.Actors.Delivery.Remote.Routes;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Operations;
using MailActors.Actors.Operations.Palettes;
using MailActors.Domain.Directory;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Node.Settings;
using MailActors.Storage.Dns;
using MailActors.Storage.Signing;
using MailActors.Storage.TlsPolicies;

namespace MailActors.Node.Composition;

/// <summary>All that mail to other hosts needs on one node, put together.</summary>
internal sealed class OutboundMail : IAsyncDisposable
{
    private readonly DnsLookups _dns;
    private readonly StsPolicies _sts;
    private readonly RemoteServices _services;

    private OutboundMail(DnsLookups dns, StsPolicies sts, RemoteServices services)
    {
        _dns = dns;
        _sts = sts;
        _services = services;
    }

    public IDnsLookups Dns => _dns;

    public DestinationRules Rules => _services.Rules;

    /// <summary>The shard region of destinations, once it has started.</summary>
    public IActorRef Destinations { get; set; } = ActorRefs.Nobody;

    public static OutboundMail Create(NodeSettings settings, string hostName, NodeStores stores, TimeProvider time)
    {
        var outbound = settings.Outbound;
        var dns = new DnsLookups(outbound.Dns, time);
        var exchangers = new MailExchangeResolver(dns, outbound.Dns, OwnHost.OfThisMachine(hostName, outbound.Dns.AllowLoopback), time);
        var contents = new OutgoingContents(stores.Blobs, new MessageSigner(stores.Keys, time));
        var certificates = new CertificateCheck(time, TrustedRoots.With(outbound.Authorities));
        var sts = new StsPolicies(dns, new StsPolicyHosts(dns, certificates, outbound.MtaSts, time), stores.StsPolicies, stores.TlsTally, outbound.MtaSts, time);
        return new(dns, sts, new(
            outbound.Courier,
            outbound.RulesOver(settings.Queue),
            new(outbound.Sources, outbound.WarmUps),
            new RouteTable(outbound.Routes),
            new RoutePlanner(exchangers, new DomainTlsPolicies(new DanePolicy(dns, outbound.Port), sts), dns, outbound.Port),
            new SmtpOutbound(outbound.Client, hostName, contents, certificates, stores.TlsTally, time),
            new(outbound.Courier, time),
            ActorRefs.Nobody,
            time));
    }

    public CommandPalette Routes(IDirectory directory, ReturnPaths returnPaths) => new RoutePalette(directory, returnPaths, _services.Routes, _services.Planner, _dns, _services.Sources).Make();

    /// <summary>The courier of one partition of the queue.</summary>
    public Props Courier()
    {
        var services = _services with { Destinations = Destinations };
        return Produced.By(() => new RemoteCourierActor(services));
    }

    public async ValueTask DisposeAsync()
    {
        await _services.Kept.DisposeAsync().ConfigureAwait(false);
        await _sts.DisposeAsync().ConfigureAwait(false);
        _dns.Dispose();
    }
}
