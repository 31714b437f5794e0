using Akka.Actor;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>Asks through the shard region. Messages get lost when a mailbox moves, and a mailbox whose write failed has stopped without an
/// answer; so what isn't answered is asked again. Commands carry their id and are done once.</summary>
/// <param name="region">The region, or its proxy on a node without mailboxes.</param>
public sealed class Mailboxes(IActorRef region, MailboxSettings settings, TimeProvider time) : IMailboxes
{
    private static readonly MailboxReply Unavailable = new MailboxReplies.Rejected(MailboxRejection.Unavailable);

    public async Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default)
    {
        var asked = message is MailboxSessions.Attach attach && sender is not null ? new AttachSession(attach, sender) : message;
        var started = time.GetTimestamp();
        for (var left = settings.AskDeadline; left > TimeSpan.Zero && !cancel.IsCancellationRequested; left = settings.AskDeadline - time.GetElapsedTime(started))
        {
            try
            {
                return await region.Ask<MailboxReply>(asked, left < settings.AskTry ? left : settings.AskTry, cancel).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // Lost or late: the next try finds out.
            }
            catch (Exception e) when (e is TaskCanceledException or OperationCanceledException)
            {
                break;
            }
        }

        return Unavailable;
    }

    public void Tell(IWithAccountId message, IActorRef sender) => region.Tell(message, sender);
}
