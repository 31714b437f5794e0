using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Actors.Delivery.Remote.Outbound;
using MailActors.Actors.Tests.Delivery.Remote.Certificates;
using MailActors.Actors.Tests.Delivery.Remote.Content;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using MailActors.Domain.Signing;
using MailActors.Protocol.Addresses;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>Our client against a host that does as it is told, over real sockets.</summary>
public abstract class OutboundSpec : IAsyncLifetime
{
    internal const string Body = "From: ann@here.test\r\nSubject: hello\r\n\r\nLine\r\n.dot\r\n";

    private protected static readonly TestAuthority Root = TestAuthority.Root();

    private protected static readonly X509Certificate2 Good = Root.Host(["mx.sink.test"]);

    private protected Sink Sink { get; } = new();

    /// <summary>What was told to the tally.</summary>
    private protected ConcurrentQueue<TlsFailure?> Counted { get; } = [];

    protected ClientSettings Settings { get; set; } = new();

    protected NextHop Hop { get; set; } = new NextHop.Exchange("sink.test");

    protected TlsDemand Tls { get; set; } = TlsDemand.Opportunistic.Instance;

    protected bool RequireTls { get; set; }

    private protected SmtpOutbound Client => new(Settings, "here.test", new OutgoingContents(new Outgoing.OneBlob(Encoding.UTF8.GetBytes(Body)), new NoSigner()),
        new CertificateCheck(TimeProvider.System, [Root.Certificate]), new Tally(Counted), TimeProvider.System);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Sink.DisposeAsync();

    protected static Envelope Mail(params string[] to) => new(
        QueueId.New(), new MailAddress("ann", "here.test"), BlobId.From(SHA256.HashData([1])), Body.Length, 0, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, null, 0,
        [.. (to.Length == 0 ? ["bob@sink.test"] : to).Select((a, i) => Recipient(i, a))]);

    protected RoutePlan.Stops Plan(params int[] ports) => new(
        [.. (ports.Length == 0 ? [Sink.Port] : ports).Select(port => new Stop("mx.sink.test", port, [IPAddress.Loopback], Tls))], new(TlsPolicyKind.NoPolicyFound, "sink.test"), "as the test says") { RequireTls = RequireTls };

    protected async Task<IOutboundConnection> Connect()
    {
        var result = await Client.Connect(Hop, Plan(), null, default);
        return result is OutboundResult.Connected connected ? connected.Connection : throw new InvalidOperationException($"No connection: {result}");
    }

    protected async Task<Reason> NotConnected(params int[] ports)
    {
        var result = await Client.Connect(Hop, Plan(ports), null, default);
        return result is OutboundResult.Refused refused ? refused.Reason : Assert.IsType<OutboundResult.Later>(result).Reason;
    }

    /// <summary>One message on a connection of its own.</summary>
    protected async Task<Transfer> Send(Envelope? mail = null)
    {
        mail ??= Mail();
        await using var connection = await Connect();
        return await connection.Send(mail, [.. mail.Recipients.Select(r => r.Number)], default);
    }

    private static Recipient Recipient(int number, string address)
    {
        Assert.True(AddressParser.TryParse(address, out var parsed));
        return new(number, parsed, parsed, null, null, BlobId.From(SHA256.HashData([1])), Body.Length, DsnNotify.Unspecified, null);
    }

    private sealed class NoSigner : IMessageSigner
    {
        public ValueTask<ReadOnlyMemory<byte>> Sign(Envelope envelope, Stream content, CancellationToken cancel) => ValueTask.FromResult<ReadOnlyMemory<byte>>(default);
    }

    private sealed class Tally(ConcurrentQueue<TlsFailure?> counted) : ITlsTally
    {
        public void Count(TlsPolicyUsed policy, string mxHost, TlsFailure? failure) => counted.Enqueue(failure);
    }
}
