using System.Runtime.Serialization;
using Akka.Actor;
using Google.Protobuf;
using MailActors.Actors.Serialization;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Xunit;
using Envelope = MailActors.Domain.Queue.Envelope;

namespace MailActors.Actors.Tests.Serialization;

public sealed class QueueWireTests : ActorSpec
{
    private static readonly QueueId Id = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
    private static readonly MailAddress Ann = new("ann", "a.example");

    private static readonly Envelope Full = new(
        Id, Ann, Blob(1), 1L << 40, 70, BodyKind.BinaryMime, true, DsnReturn.Headers, "env", new AccountId(9), 1_700_000_000,
        [
            new(0, Ann, Ann, new AccountId(3), "a/ü", Blob(2), 120, DsnNotify.Success | DsnNotify.Delay, "rfc822;ann@a.example"),
            new(1, Ann, new("bob", "b.example"), null, null, Blob(1), 100, DsnNotify.Unspecified, null) { Sender = new("srs0=x", "a.example"), Via = new("fwd", "a.example") },
        ])
    {
        Handling = new()
        {
            Origin = MailOrigin.Submitted, Priority = -4, ReleaseAt = 1L << 40, DeliverBy = new(1L << 41, Return: true, Trace: true), RequireTls = true, TlsOptional = true,
        },
    };

    private static readonly Envelope Bounce = Full with { ReversePath = null, EnvelopeId = null, Submitter = null, Recipients = [Full.Recipients[1]] };

    private static readonly QueueEvents.Batch Batch = new(
        [Full, Bounce],
        [new(Id, new Outcome.Delivered(1)), new(Id, new Outcome.Delivered(3, new("mx.b.example", "250 ok", true))), new(Id, new Outcome.Deferred(2, new("4.7.5", "later", "mx.b.example"), 1L << 40, Tried: false)), new(Id, new Outcome.Failed(0, new("5.1.1", "gone")))]);

    private static readonly QueueRoot Root = new(
        [new(Full, [new(0, RecipientStatus.Deferred, 3, 1L << 40, new("4.2.2", "full")), new(1, RecipientStatus.Active, 0, null, null)])], [Id, new(new Guid(1, 2, 3, new byte[8]))]);

    private static readonly QueueEvents.Batch SmallBatch = new([], [new(Id, new Outcome.Deferred(2, new("4.0.0", "x"), 5))]);

    private static readonly QueueRoot SmallRoot = new([], [Id]);

    private readonly MailSerializer _serializer;

    public QueueWireTests() => _serializer = new((ExtendedActorSystem)Sys);

    [Fact]
    public void A_batch_comes_back_as_it_was()
    {
        var back = Assert.IsType<QueueEvents.Batch>(Again(Batch));
        Assert.Equal(Batch.Settled.ToArray(), back.Settled.ToArray());
        Assert.Equal(Batch.Accepted.SelectMany(e => e.Recipients), back.Accepted.SelectMany(e => e.Recipients));
        Assert.Equal(Batch.Accepted.Select(Head), back.Accepted.Select(Head));
    }

    [Fact]
    public void A_root_comes_back_as_it_was()
    {
        var back = Assert.IsType<QueueRoot>(Again(Root));
        Assert.Equal(Root.Settled.ToArray(), back.Settled.ToArray());
        var entry = Assert.Single(back.Entries);
        Assert.Equal(Root.Entries.Single().Recipients.ToArray(), entry.Recipients.ToArray());
        Assert.Equal(Full.Recipients.ToArray(), entry.Envelope.Recipients.ToArray());
        Assert.Equal(Head(Full), Head(entry.Envelope));
    }

    public static TheoryData<string, string> Changes => new()
    {
        { nameof(QueueChange.Told), "1A1808011210001122334455667788" + "99AABBCCDDEEFF1A020002" },
        { "ToldDelay", "1A170802121000112233445566778899AABBCCDDEEFF1A0101" },
        { nameof(QueueChange.Held), "1A140803121000112233445566778899AABBCCDDEEFF" },
        { "Released", "1A140804121000112233445566778899AABBCCDDEEFF" },
        { nameof(QueueChange.SenderHeld), "1A0408052009" },
        { "SenderReleased", "1A0408062009" },
        { nameof(QueueChange.Retried), "1A160807121000112233445566778899AABBCCDDEEFF2805" },
        { nameof(QueueChange.Cancelled), "1A140808121000112233445566778899AABBCCDDEEFF" },
        { "CancelledInPart", "1A180808121000112233445566778899AABBCCDDEEFF1A020002" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Golden_bytes_of_changes_are_read_and_written(string what, string hex)
    {
        QueueChange known = what switch
        {
            nameof(QueueChange.Told) => new QueueChange.Told(Id, OfDelay: false, [0, 2]),
            "ToldDelay" => new QueueChange.Told(Id, OfDelay: true, [1]),
            nameof(QueueChange.Held) => new QueueChange.Held(Id, Hold: true),
            "Released" => new QueueChange.Held(Id, Hold: false),
            nameof(QueueChange.SenderHeld) => new QueueChange.SenderHeld(new(9), Hold: true),
            "SenderReleased" => new QueueChange.SenderHeld(new(9), Hold: false),
            nameof(QueueChange.Retried) => new QueueChange.Retried(Id, 5),
            "CancelledInPart" => new QueueChange.Cancelled(Id) { Recipients = [0, 2] },
            _ => new QueueChange.Cancelled(Id),
        };
        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(new QueueEvents.Batch([], []) { Changes = [known] })));
        var back = Assert.Single(Assert.IsType<QueueEvents.Batch>(_serializer.FromBinary(Convert.FromHexString(hex), "qu.b1")).Changes);
        if (known is QueueChange.Told told) Assert.Equal(told.Recipients.AsEnumerable(), Assert.IsType<QueueChange.Told>(back).Recipients.AsEnumerable());
        else if (known is QueueChange.Cancelled cancelled) Assert.Equal(cancelled.Recipients.AsEnumerable(), Assert.IsType<QueueChange.Cancelled>(back).Recipients.AsEnumerable());
        else Assert.Equal(known, back);
    }

    [Fact]
    public void What_is_held_and_what_is_still_to_be_told_comes_back_with_the_root()
    {
        var root = new QueueRoot(
            [new(Full, [new(0, RecipientStatus.Delivered, 1, null, null) { Relay = new("mx.b.example", "250 ok", false), DelayTold = true }]) { Held = true }], [])
        { HeldSenders = [new(4), new(9)] };
        var back = Assert.IsType<QueueRoot>(Again(root));
        Assert.Equal(root.HeldSenders.AsEnumerable(), back.HeldSenders.AsEnumerable());
        var entry = Assert.Single(back.Entries);
        Assert.True(entry.Held);
        Assert.Equal(root.Entries.Single().Recipients[0], entry.Recipients[0]);
    }

    /// <summary>The bytes of the version that first wrote them: they must be read for ever.</summary>
    [Theory]
    [InlineData("qu.b1", "12240A1000112233445566778899AABBCCDDEEFF100218022805320A0A05342E302E30120178")]
    [InlineData("qu.r1", "121000112233445566778899AABBCCDDEEFF")]
    public void Golden_bytes_are_read_and_written(string manifest, string hex)
    {
        object known = manifest == "qu.b1" ? SmallBatch : SmallRoot;
        Assert.Equal(manifest, _serializer.Manifest(known));
        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(known)));
        var back = _serializer.FromBinary(Convert.FromHexString(hex), manifest);
        if (back is QueueEvents.Batch batch) Assert.Equal(SmallBatch.Settled.ToArray(), batch.Settled.ToArray());
        else Assert.Equal(SmallRoot.Settled.ToArray(), Assert.IsType<QueueRoot>(back).Settled.ToArray());
    }

    [Theory]
    [InlineData("12230A1000112233445566778899AABBCCDDEEFF100318013A0B0A016D12026F6B18012001", true)]
    [InlineData("12210A1000112233445566778899AABBCCDDEEFF100318013A090A016D12026F6B1801", false)]
    public void Golden_bytes_of_a_hand_over_are_read_and_written(string hex, bool keepsTime)
    {
        var handedOver = new Settlement(Id, new Outcome.Delivered(3, new("m", "ok", TellsSender: true) { KeepsTime = keepsTime }));
        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(new QueueEvents.Batch([], [handedOver]))));
        Assert.Equal(handedOver, Assert.Single(Assert.IsType<QueueEvents.Batch>(_serializer.FromBinary(Convert.FromHexString(hex), "qu.b1")).Settled));
    }

    [Fact]
    public void A_reason_from_before_it_had_parts_is_still_read() =>
        Assert.Equal(
            SmallBatch.Settled.ToArray(),
            Assert.IsType<QueueEvents.Batch>(_serializer.FromBinary(
                Convert.FromHexString("121B0A1000112233445566778899AABBCCDDEEFF100218022201782805"), "qu.b1")).Settled.ToArray());

    [Fact]
    public void A_recipient_that_waited_for_a_courier_in_an_old_store_is_due()
    {
        var old = QueueRootProto.Parser.ParseFrom(_serializer.ToBinary(Root));
        old.Entries[0].Recipients[1].Status = 2;
        var back = Assert.IsType<QueueRoot>(_serializer.FromBinary(old.ToByteArray(), "qu.r1"));
        Assert.Equal([RecipientStatus.Deferred, RecipientStatus.Active], Assert.Single(back.Entries).Recipients.Select(r => r.Status));
    }

    /// <summary>It is written and read entry by entry.</summary>
    [Fact]
    [Trait("acceptance", "SC-02")]
    public void A_root_of_a_hundred_thousand_messages_is_protobuf_like_any_and_comes_back_as_it_was()
    {
        var entries = Enumerable.Range(0, 100_000).Select(n => new QueueEntry(
            Full with { Id = new(new Guid(n, 0, 0, new byte[8])), ReceivedAt = n }, [new(1, RecipientStatus.Deferred, n % 7, n, new("4.4.1", $"no answer {n}"))]));
        var root = new QueueRoot(QueueEntries.From(entries), [Id]) { HeldSenders = [new(4), new(9)] };
        var bytes = _serializer.ToBinary(root);
        Assert.Equal(bytes, QueueRootProto.Parser.ParseFrom(bytes).ToByteArray());
        var back = Assert.IsType<QueueRoot>(_serializer.FromBinary(bytes, "qu.r1"));
        Assert.Equal(root.HeldSenders.AsEnumerable(), back.HeldSenders.AsEnumerable());
        Assert.Equal(entries.Count(), back.Entries.Count);
        Assert.All(entries, entry => Assert.Equal(entry.Recipients.AsEnumerable(), back.Entries.Find(entry.Envelope.Id)!.Recipients));
    }

    [Fact]
    public void A_field_of_a_later_version_is_passed_over_and_a_torn_root_is_damaged()
    {
        byte[] later = [.. _serializer.ToBinary(Root), 0xA2, 0x06, 0x01, 0x07];
        Assert.Single(Assert.IsType<QueueRoot>(_serializer.FromBinary(later, "qu.r1")).Entries);
        Assert.Throws<SerializationException>(() => _serializer.FromBinary(later[..100], "qu.r1"));
    }

    private object Again(object value) => _serializer.FromBinary(_serializer.ToBinary(value), _serializer.Manifest(value));

    private static Envelope Head(Envelope e) => e with { Recipients = Array.Empty<Recipient>() };

    private static BlobId Blob(byte first)
    {
        var bytes = new byte[BlobId.Length];
        bytes[0] = first;
        return BlobId.From(bytes);
    }
}
