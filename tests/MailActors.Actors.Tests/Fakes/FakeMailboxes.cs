using Akka.Actor;
using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>Mailboxes that only know how full they are.</summary>
internal sealed class FakeMailboxes : IMailboxes
{
    public Quota Quota { get; set; } = new(0, 0, 0, 0);

    public bool Unavailable { get; set; }

    public int Asked { get; private set; }

    public Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default)
    {
        Asked++;
        return Task.FromResult<MailboxReply>(
            Unavailable ? new MailboxReplies.Rejected(MailboxRejection.Unavailable) : new MailboxReplies.MailboxView([], new HashSet<string>(), Quota, 0));
    }

    public void Tell(IWithAccountId message, IActorRef sender) => throw new NotSupportedException();
}
