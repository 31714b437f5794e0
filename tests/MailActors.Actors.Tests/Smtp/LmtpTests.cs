using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

public class LmtpTests : ActorSpec
{
    private readonly SmtpWorld _world = new();

    [Fact]
    public void Each_recipient_is_answered()
    {
        var client = Connect();
        Assert.Equal("220 mx.example.test LMTP MailActors\r\n", client.Banner);
        client.Talk("""
            > EHLO me
            < 500 5.5.2 Command not recognized
            > HELO me
            < 500 5.5.2 Command not recognized
            """);
        client.Send("LHLO me\r\n");
        client.Talk("""
            > MAIL FROM:<joe@remote.test>
            < 250 2.1.0 Sender ok
            > RCPT TO:<ann@example.test>
            < 250 2.1.5 Recipient ok
            > RCPT TO:<nobody@example.test>
            < 550 5.1.1 No such user here
            > RCPT TO:<friend@remote.test>
            < 550 5.7.1 Relaying denied
            > RCPT TO:<bob@example.test>
            < 250 2.1.5 Recipient ok
            > DATA
            < 354 …
            > Delivered-To: bob@example.test
            >
            > .
            < 250 2.0.0 Ok: queued as …
            < 554 5.4.6 Message has been delivered to this address before
            > DATA
            < 503 5.5.1 Need MAIL first
            """);

        var envelope = Assert.Single(_world.Queues.Accepted);
        Assert.Equal(_world.Ann, Assert.Single(envelope.Recipients).Account);
        Assert.Contains("with LMTP\r\n", _world.Text(envelope));
    }

    [Fact]
    public void A_refused_message_is_refused_for_each_recipient()
    {
        _world.Queues.Refuse = QueueRejection.StorageFull;
        var client = Connect();
        client.Send("LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<ann@example.test>\r\nRCPT TO:<bob@example.test>\r\n");
        client.Send("DATA\r\n");

        Assert.Equal(
            "452 4.3.1 Insufficient system storage\r\n452 4.3.1 Insufficient system storage\r\n", client.Send("a: b\r\n\r\n.\r\n"));
    }

    [Theory]
    [InlineData(StorageFault.Full, "452 4.3.1")]
    [InlineData(StorageFault.Unavailable, "451 4.3.0")]
    [InlineData(StorageFault.Damaged, "451 4.3.0")]
    public void A_fault_of_the_store_is_temporary_wherever_it_comes(StorageFault fault, string reply)
    {
        Assert.StartsWith(reply, SendWith(blobs => blobs.FailOnWrite = fault));
        Assert.StartsWith(reply, SendWith(blobs => blobs.FailOnComplete = fault));
        Assert.StartsWith(reply, SendWith(blobs => blobs.FailOnOverlay = fault));
        Assert.StartsWith("250", SendWith(_ => { }));
        Assert.Single(_world.Queues.Accepted);
        Assert.Equal(0, _world.Blobs.OpenWriters);
    }

    [Theory]
    [InlineData(QueueRejection.Overloaded, "451 4.3.0")]
    [InlineData(QueueRejection.Unavailable, "451 4.3.0")]
    [InlineData(QueueRejection.StorageFull, "452 4.3.1")]
    public void What_the_queue_refuses_is_refused_for_now(QueueRejection reason, string reply)
    {
        _world.Queues.Refuse = reason;

        Assert.StartsWith(reply, SendWith(_ => { }));
    }

    private string SendWith(Action<Fakes.FakeBlobStore> set)
    {
        (_world.Blobs.FailOnWrite, _world.Blobs.FailOnComplete, _world.Blobs.FailOnOverlay) = (null, null, null);
        set(_world.Blobs);
        var client = Connect();
        client.Send("LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<sales@example.test>\r\n");
        client.Send("DATA\r\n");
        return client.Send("a: b\r\n\r\n.\r\n");
    }

    private SmtpClient Connect() => _world.Connect(this, SmtpEndpointKind.Lmtp);
}
