using System.Collections.Immutable;
using System.Runtime.Serialization;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using MailActors.Actors.Serialization;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Actors.Tests.Serialization;

public sealed class MailboxWireTests : TestKit
{
    private static readonly CommandId Id = new(Guid.Parse("00112233-4455-6677-8899-aabbccddeeff"));
    private static readonly UidSet Uids = UidSet.OfRanges([new(1, 3), new(7, 7), new(100, 4_294_967_294)]);
    private static readonly ImmutableArray<AddedMessage> Added = [new(MessageFlags.Seen, -5, 1 << 20, Blob(1)), new((MessageFlags)(1UL << 63), 9, 0, Blob(2))];
    private static readonly ImmutableArray<NewFolder> Made = [new(2, "a", SpecialUse.None, 2), new(3, "a/ü", SpecialUse.Junk, 3)];

    private static readonly MailboxEvent[] Events =
    [
        new MailboxOpened(Id, 5, 1L << 40, 3, Made),
        new MessagesAppended(Id, 5, 2, 9, Added, ["k"]),
        new MessageDelivered(Id, 5, 1, 4_294_967_294, Added[0], ["k", "l"]),
        new FlagsStored(Id, 5, 1, Uids, FlagChange.Remove, MessageFlags.Seen, ["k"], -3, 2, UidSet.Of(8)),
        new MessagesCopied(Id, 5, 1, UidSet.Of(4, 5), 2, 11, Added, ["k"]),
        new MessagesMoved(Id, 5, 1, UidSet.Of(4, 5), 2, 11, Added, []),
        new MessagesExpunged(Id, 5, 1, Uids, 3, 2, 1L << 40),
        new FoldersCreated(Id, 5, Made),
        new FolderDeleted(Id, 5, 3),
        new FoldersRenamed(Id, 5, Made, [new(4, "b", 9)]),
        new InboxRenamed(Id, 5, Made),
        new SubscriptionChanged(Id, 5, "b", true),
        new MailboxRemoved(Id, 5),
    ];

    private readonly MailSerializer _serializer;

    public MailboxWireTests() => _serializer = new((ExtendedActorSystem)Sys);

    [Fact]
    public void Every_event_is_tried_here() =>
        Assert.Equal(
            typeof(MailboxEvents).GetNestedTypes().Select(t => t.Name).Order(StringComparer.Ordinal),
            Events.Select(e => e.GetType().Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Every_event_comes_back_as_it_was()
    {
        foreach (var e in Events)
        {
            var bytes = _serializer.ToBinary(e);
            var back = _serializer.FromBinary(bytes, _serializer.Manifest(e));
            Assert.IsType(e.GetType(), back);
            Assert.Equal(bytes, _serializer.ToBinary(back));
            Assert.Equal(Shown(e), Shown(back));
        }
    }

    /// <summary>The bytes of the version that first wrote them: they must be read for ever.</summary>
    [Theory]
    [InlineData("mb.fd1", "0A1000112233445566778899AABBCCDDEEFF10051803")]
    [InlineData("mb.s1", "0A1000112233445566778899AABBCCDDEEFF10051A01622001")]
    [InlineData("mb.r1", "0A1000112233445566778899AABBCCDDEEFF1005")]
    public void Golden_bytes_are_read_and_written(string manifest, string hex)
    {
        var e = Assert.Single(Events, e => _serializer.Manifest(e) == manifest);
        Assert.Equal(hex, Convert.ToHexString(_serializer.ToBinary(e)));
        Assert.Equal(Shown(e), Shown(_serializer.FromBinary(Convert.FromHexString(hex), manifest)));
    }

    [Fact]
    public void Manifests_are_given_once() => Assert.Equal(WireTypes.All.Count, WireTypes.All.Select(t => t.Manifest).Distinct().Count());

    [Theory]
    [InlineData("mb.none", "")]
    [InlineData("mb.d1", "0AFF")]
    [InlineData("mb.d1", "0A0100")]
    [InlineData("mb.root1", "620100")]
    public void What_is_unknown_or_damaged_is_a_serialization_exception(string manifest, string hex) =>
        Assert.Throws<SerializationException>(() => _serializer.FromBinary(Convert.FromHexString(hex), manifest));

    [Fact]
    public void What_is_not_listed_is_not_written() => Assert.Throws<SerializationException>(() => _serializer.ToBinary(new Version(1, 0)));

    private static string Shown(object e) => System.Text.Json.JsonSerializer.Serialize(e, e.GetType());

    private static BlobId Blob(byte first)
    {
        var bytes = new byte[BlobId.Length];
        bytes[0] = first;
        return BlobId.From(bytes);
    }
}
