using System.Text;
using Akka.Actor;
using MailActors.Actors.Delivery.Notices;
using MailActors.Actors.Tests.Fakes;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Microsoft.Extensions.Time.Testing;
using MimeKit;
using Xunit;
using static MailActors.Actors.Delivery.Notices.Notices;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Delivery.Notices;

/// <summary>Who is told what, once, and how much of it.</summary>
public sealed class NotifierTests : ActorSpec
{
    private readonly FakeTimeProvider _time = new(DateTimeOffset.FromUnixTimeSeconds(1_700_000_000));
    private readonly FakeBlobStore _blobs = new();
    private readonly FakeQueues _queues = new();
    private readonly FakeDirectory _directory = new();
    private readonly FakeReturnPaths _returnPaths;
    private readonly BlobId _original;
    private int _messages;

    public NotifierTests()
    {
        _returnPaths = new(_time);
        _directory.AddAccount("ann@example.test");
        _original = Put("From: ann@here.test\r\nMessage-ID: <1@here.test>\r\nSubject: hello\r\n\r\nbody\r\n");
    }

    private NoticeSettings Settings { get; set; } = new();

    [Fact]
    public void A_failure_is_told_to_the_sender_by_a_message_without_a_sender()
    {
        var tell = Failure("ann@far.test");
        Start().Tell(tell);
        Assert.Equal(tell.Envelope.Id, ExpectMsg<Told>().Message);

        var envelope = Assert.Single(_queues.Accepted);
        Assert.Null(envelope.ReversePath);
        Assert.Equal(MailOrigin.Notice, envelope.Handling.Origin);
        Assert.Equal("ann@far.test", Assert.Single(envelope.Recipients).Address.ToString());
        var message = Message(envelope);
        Assert.Equal("auto-replied", message.Headers["Auto-Submitted"]);
        Assert.Equal("<1@here.test>", message.Headers["In-Reply-To"]);
        var fields = ((MessageDeliveryStatus)((MultipartReport)message.Body!)[1]).StatusGroups;
        Assert.Equal(("failed", "5.1.1"), (fields[1]["Action"], fields[1]["Status"]));
    }

    [Fact, Trait("acceptance", "LP-04")]
    public void Nothing_is_told_of_a_message_without_a_sender()
    {
        var tell = Failure("ann@far.test");
        Start().Tell(tell with { Envelope = tell.Envelope with { ReversePath = null } });
        ExpectMsg<Told>();
        Assert.Empty(_queues.Accepted);
    }

    [Fact]
    public void What_is_told_again_has_the_same_id_and_other_news_has_another()
    {
        var notifier = Start();
        var tell = Failure("ann@far.test", 2);
        notifier.Tell(tell);
        notifier.Tell(tell);
        notifier.Tell(tell with { Items = [tell.Items[1]] });
        notifier.Tell(tell with { Kind = NoticeKind.Delay });
        for (var i = 0; i < 4; i++) ExpectMsg<Told>();
        Assert.Equal(3, _queues.Accepted.Select(e => e.Id).Distinct().Count());
    }

    [Fact]
    public void A_sender_of_ours_gets_it_in_the_mailbox_and_one_who_does_not_exist_is_not_told()
    {
        var notifier = Start();
        notifier.Tell(Failure("ann@example.test"));
        ExpectMsg<Told>();
        var recipient = Assert.Single(Assert.Single(_queues.Accepted).Recipients);
        Assert.NotNull(recipient.Account);
        Assert.StartsWith("Return-Path: <>\r\nDelivered-To: ann@example.test\r\n", Encoding.ASCII.GetString(_blobs.Blobs[recipient.Blob.ToString()]));

        notifier.Tell(Failure("nobody@example.test"));
        ExpectMsg<Told>();
        Assert.Single(_queues.Accepted);
    }

    [Fact]
    public void What_can_not_be_written_now_is_told_later()
    {
        _blobs.FailOnComplete = StorageFault.Full;
        var notifier = Start();
        notifier.Tell(Failure("ann@far.test"));
        ExpectMsg<NotTold>();
        _blobs.FailOnComplete = null;
        _queues.Refuse = QueueRejection.Unavailable;
        notifier.Tell(Failure("ann@far.test"));
        ExpectMsg<NotTold>();
    }

    [Fact, Trait("acceptance", "LP-06")]
    public void Of_a_storm_to_one_sender_so_many_go_alone_and_the_rest_in_one()
    {
        Settings = Settings with { MaxAnHour = 3 };
        var notifier = Start();
        for (var i = 0; i < 1_000; i++) notifier.Tell(Failure("ann@far.test"));
        notifier.Tell(Failure("bob@far.test"));
        for (var i = 0; i < 4; i++) ExpectMsg<Told>();
        Assert.Equal(4, _queues.Accepted.Count);

        _time.Advance(Settings.MergeWithin);
        for (var i = 0; i < 997; i++) ExpectMsg<Told>();
        Assert.Equal(5, _queues.Accepted.Count);
        var merged = _queues.Accepted[^1];
        Assert.Equal("ann@far.test", merged.Recipients[0].Address.ToString());
        Assert.InRange(merged.Size, 1, Settings.MaxSize);
        Assert.Contains("997", Message(merged).TextBody ?? ((TextPart)((Multipart)Message(merged).Body!)[0]).Text);
    }

    [Fact, Trait("acceptance", "LP-06")]
    public void Many_recipients_of_one_message_are_told_of_in_notices_that_keep_to_their_size()
    {
        var tell = Failure("ann@far.test", 1_000);
        Start().Tell(tell);
        Assert.Equal(1_000, ExpectMsg<Told>().Recipients.Length);
        Assert.InRange(_queues.Accepted.Count, 2, 30);
        Assert.All(_queues.Accepted, e => Assert.InRange(e.Size, 1, Settings.MaxSize));
        Assert.Equal(_queues.Accepted.Count, _queues.Accepted.Select(e => e.Id).Distinct().Count());
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void What_went_by_TLS_all_the_way_is_told_of_the_same_way_and_never_sent_back_whole(bool requireTls, bool whole)
    {
        var tell = Failure("ann@far.test");
        Start().Tell(tell with { Envelope = tell.Envelope with { Return = DsnReturn.Full, Handling = new() { RequireTls = requireTls } } });
        ExpectMsg<Told>();
        var envelope = Assert.Single(_queues.Accepted);
        Assert.Equal(requireTls, envelope.Handling.RequireTls);
        Assert.Equal(whole, Encoding.ASCII.GetString(_blobs.Blobs[envelope.Blob.ToString()]).Contains("body\r\n"));
    }

    /// <summary>Mail that we forwarded came back to be forwarded again: its reverse-path is ours, and stands for another.</summary>
    [Fact]
    public void A_reverse_path_of_forwarded_mail_is_told_as_the_sender_it_stands_for()
    {
        Start().Tell(Failure(_returnPaths.Of("joe@far.test", "example.test").ToString()));
        ExpectMsg<Told>();
        Assert.Equal("joe@far.test", Assert.Single(Assert.Single(_queues.Accepted).Recipients).Address.ToString());
        Start().Tell(Failure("SRS0=AAAAAAAA=JQ=far.test=joe@example.test"));
        ExpectMsg<Told>();
        Assert.Single(_queues.Accepted);
        _returnPaths.CannotTell = true;
        Start().Tell(Failure(_returnPaths.Of("joe@far.test", "example.test").ToString()));
        ExpectMsg<NotTold>();
    }

    private IActorRef Start()
    {
        var office = new NoticeOffice(Settings, "mail.here.test", _directory, new(new(), _directory, _returnPaths), _blobs, () => _queues, _time);
        return Sys.ActorOf(Props.Create(() => new Parent(Settings, office, _time, TestActor)));
    }

    private Tell Failure(string sender, int recipients = 1)
    {
        Assert.True(AddressParser.TryParse(sender, out var from));
        var to = Enumerable.Range(0, recipients).Select(i => new Recipient(
            i, new($"user{i}", "other.test"), new($"user{i}", "other.test"), null, null, _original, 10, DsnNotify.Unspecified, null)).ToList();
        var id = new QueueId(new Guid(++_messages, 1, 2, new byte[8]));
        var envelope = new Envelope(id, from, _original, 100, 0, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, null, 1_700_000_000, to);
        return new(envelope, NoticeKind.Failure, [.. Enumerable.Range(0, recipients).Select(i => new NoticeItem(i, new("5.1.1", "550 5.1.1 No such user", "mx.other.test"), null, null))]);
    }

    private BlobId Put(string text)
    {
        var writer = _blobs.Create();
        writer.Write(Encoding.ASCII.GetBytes(text), default).AsTask().Wait();
        return writer.Complete(default).Result.Id;
    }

    private MimeMessage Message(Envelope envelope) => MimeMessage.Load(new MemoryStream(_blobs.Blobs[envelope.Blob.ToString()]));

    /// <summary>In the place of the partition.</summary>
    private sealed class Parent(NoticeSettings settings, NoticeOffice office, TimeProvider time, IActorRef probe) : UntypedActor
    {
        private readonly IActorRef _notifier = Context.ActorOf(Props.Create(() => new NotifierActor(settings, office, time)));

        protected override void OnReceive(object message) => (message is Tell ? _notifier : probe).Tell(message);
    }
}
