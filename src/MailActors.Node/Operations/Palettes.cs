using Akka.Actor;
using Akka.Hosting;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Operations;
using MailActors.Actors.Operations.Palettes;
using MailActors.Actors.Queue;
using MailActors.Domain.Blobs;
using MailActors.Domain.Dns;
using MailActors.Node.Composition;

namespace MailActors.Node.Operations;

/// <summary>All that operators can ask of this node.</summary>
internal static class Palettes
{
    public static IReadOnlyList<CommandPalette> All(
        ActorSystem system, NodeStores stores, IMailboxes mailboxes, IQueues queues, OutboundMail outbound, Func<PublishedHost> host, IReadOnlyList<IActorRef> listeners,
        IBlobSweep sweep, ReturnPaths returnPaths, TimeProvider time) =>
    [
        DomainPalette.Make(stores.Admin, new(stores.Admin, stores.Keys, outbound.Dns, host)),
        new AccountPalette(stores.Admin, mailboxes, stores.Sending).Make(),
        AppPasswordPalette.Make(stores.Admin),
        AliasPalette.Make(stores.Admin),
        new ForwardingPalette(stores.ReturnPaths, returnPaths).Make(),
        new MailboxPalette(stores.Admin, mailboxes).Make(),
        new QueuePalette(queues, stores.Admin, stores.Directory, stores.Sending, time).Make(),
        new DestinationPalette(stores.Pauses, outbound.Rules, ActorRegistry.For(system).Get<DestinationActor>(), time).Make(),
        outbound.Routes(stores.Directory, returnPaths),
        new TlsPalette(stores.StsPolicies, stores.TlsTally, time).Make(),
        new DkimPalette(stores.Keys).Make(),
        new SessionPalette(stores.Admin, mailboxes, ActorRegistry.For(system).Get<MailboxActor>(), listeners).Make(),
        new StorePalette(stores.Database, StoredObjects.Decoder(system.Serialization), sweep).Make(),
        new NodePalette(system, host().Name, listeners, time).Make(),
    ];
}
