using Akka.Actor;
using MailActors.Actors.Serialization;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Serialization;

public sealed class DestinationWireTests : ActorSpec
{
    private static readonly Guid Courier = Guid.Parse("00112233-4455-6677-8899-aabbccddeeff");
    private static readonly Reason Trouble = new("4.4.1", "x", "mx");
    private readonly MailSerializer _serializer;

    public DestinationWireTests() => _serializer = new((ExtendedActorSystem)Sys);

    public static TheoryData<string, object> Messages => new()
    {
        { "de.c1", new DestinationCommands.Claim("a.example", Courier, 1, 2, 3, 4, 5, Trouble) },
        { "de.c1", new DestinationCommands.Claim("a.example", Courier, 0, 0, 0, 0, 0, null) },
        { "de.r1", new DestinationCommands.Recheck("a.example") },
        { "de.s1", new DestinationCommands.Show("[relay.example]:25") },
        { "de.a1", new DestinationReplies.Allowance("a.example", Courier, 5, null, DestinationStanding.Open, TimeSpan.Zero, null) },
        { "de.a1", new DestinationReplies.Allowance("a.example", Courier, 0, 0, DestinationStanding.Dead, TimeSpan.FromMinutes(4), Trouble) },
        { "de.d1", new DestinationReplies.DestinationShown("a.example", DestinationStanding.Probed, 1, 2, 3, 4, 5, 6, 7, TimeSpan.FromSeconds(8), Trouble) },
    };

    [Theory, MemberData(nameof(Messages))]
    public void A_message_comes_back_as_it_was(string manifest, object message)
    {
        Assert.Equal(manifest, _serializer.Manifest(message));
        Assert.Equal(message, _serializer.FromBinary(_serializer.ToBinary(message), manifest));
    }

    /// <summary>The bytes of the version that first wrote them: nodes of later ones must read them.</summary>
    [Fact]
    public void Golden_bytes_are_read_and_written()
    {
        const string Hex = "0A0161121000112233445566778899AABBCCDDEEFF18012002280330043805";
        var claim = new DestinationCommands.Claim("a", Courier, 1, 2, 3, 4, 5, null);
        Assert.Equal(Hex, Convert.ToHexString(_serializer.ToBinary(claim)));
        Assert.Equal(claim, _serializer.FromBinary(Convert.FromHexString(Hex), "de.c1"));
    }
}
