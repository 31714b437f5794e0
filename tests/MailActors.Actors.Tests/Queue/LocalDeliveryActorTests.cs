using Akka.Actor;
using MailActors.Actors.Delivery;
using MailActors.Actors.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Queue;

public sealed class LocalDeliveryActorTests : QueueSpec
{
    [Fact]
    public void A_busy_mailbox_does_not_hold_up_the_others()
    {
        var mailboxes = new OneBusyMailbox(new(1));
        var settings = Settings with { MaxDeliveriesPerMailbox = 1 };
        var delivery = Delivery.ChildActorOf(Props.Create(() => new LocalDeliveryActor(mailboxes, settings, Time)));
        foreach (var number in new[] { 1, 2, 3 }) Deliver(delivery, number, account: 1);
        Deliver(delivery, 4, account: 2);
        ExpectFinished(4);
        foreach (var number in new[] { 1, 2, 3 })
        {
            mailboxes.Answer(number - 1);
            ExpectFinished(number);
        }

        Assert.Equal(1, mailboxes.MostAtOnce);
    }

    private static void Deliver(IActorRef delivery, int number, long account) =>
        delivery.Tell(new LocalDelivery.Deliver(Mail(number), To(0, new AccountId(account)), 0));

    private void ExpectFinished(int number) =>
        Assert.Equal(new LocalDelivery.Finished(Id(number), new Outcome.Delivered(0)), Delivery.ExpectMsg<LocalDelivery.Finished>());

    private sealed class OneBusyMailbox(AccountId busy) : IMailboxes
    {
        private readonly TaskCompletionSource<MailboxReply>[] _answers = [new(), new(), new()];
        private int _asked;
        private int _answered;

        public int MostAtOnce { get; private set; }

        public void Answer(int number)
        {
            Interlocked.Increment(ref _answered);
            _answers[number].SetResult(Done);
        }

        public Task<MailboxReply> Ask(IWithAccountId message, IActorRef? sender = null, CancellationToken cancel = default)
        {
            if (message.Account != busy) return Task.FromResult(Done);
            var number = _asked++;
            MostAtOnce = Math.Max(MostAtOnce, _asked - Volatile.Read(ref _answered));
            return _answers[number].Task;
        }

        public void Tell(IWithAccountId message, IActorRef sender) => throw new NotSupportedException();

        private static MailboxReply Done => MailboxReplies.Done.Instance;
    }
}
