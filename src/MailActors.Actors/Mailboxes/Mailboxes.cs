using Akka.Actor;
using MailActors.Actors.Cluster;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>Asks mailboxes through their shard region. Commands carry their id and are done once, so what isn't answered is asked again.</summary>
/// <param name="region">The region, or its proxy on a node without mailboxes.</param>
public sealed class Mailboxes(IActorRef region, MailboxSettings settings, TimeProvider time) : IMailboxes
{
    private static readonly MailboxReply Unavailable = new MailboxReplies.Rejected(MailboxRejection.Unavailable);
    private readonly RegionAsk _ask = new(region, settings.AskTry, settings.AskDeadline, time);

    public async Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default)
    {
        var asked = message is MailboxSessions.Attach attach && sender is not null ? new AttachSession(attach, sender) : message;
        return await _ask.Ask<MailboxReply>(asked, cancel).ConfigureAwait(false) ?? Unavailable;
    }

    public void Tell(IWithAccountId message, IActorRef sender) => region.Tell(message, sender);
}
