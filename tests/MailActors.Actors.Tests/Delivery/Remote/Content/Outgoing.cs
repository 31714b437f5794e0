using System.Security.Cryptography;
using System.Text;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Actors.Tests.Fakes;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Domain.Signing;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Content;

/// <summary>One stored message, and what is made of it for a host.</summary>
internal sealed class Outgoing(byte[] stored)
{
    public static readonly HostOffers Nothing = default;

    public static readonly HostOffers EightBit = new(EightBitMime: true, BinaryMime: false, Chunking: false, SmtpUtf8: false);

    public static readonly HostOffers Everything = new(EightBitMime: true, BinaryMime: true, Chunking: true, SmtpUtf8: true);

    /// <summary>LF in the source, CRLF in the mail.</summary>
    public Outgoing(string stored) : this(Encoding.UTF8.GetBytes(stored.ReplaceLineEndings("\r\n"))) { }

    public string From { get; init; } = "ann@example.test";

    /// <summary>Forwarded from this address.</summary>
    public string? Via { get; init; }

    public int HeadLength { get; init; }

    public BodyKind Body { get; init; }

    public bool Utf8 { get; init; }

    public MailOrigin Origin { get; init; } = MailOrigin.Relayed;

    public IBlobStore? Store { get; init; }

    public IMessageSigner Signer { get; init; } = new NoSigner();

    public async Task<OutgoingContent> Prepare(HostOffers offers)
    {
        Assert.True(AddressParser.TryParse(From, out var from));
        var blob = BlobId.From(SHA256.HashData(stored));
        var envelope = new Envelope(
            QueueId.New(), from, blob, stored.Length, HeadLength, Body, Utf8, DsnReturn.Unspecified, null, null, 0, []) { Handling = new() { Origin = Origin } };
        return await new OutgoingContents(Store ?? new OneBlob(stored), Signer).Prepare(envelope, Via is null ? null : FakeDirectory.Address(Via), offers, CancellationToken.None);
    }

    public async Task<string> Refusal(HostOffers offers) => Assert.IsType<OutgoingContent.Refused>(await Prepare(offers)).Reason.Status;

    public async Task<IOutgoingMessage> Ready(HostOffers offers) => Assert.IsType<OutgoingContent.Ready>(await Prepare(offers)).Message;

    /// <summary>The octets before dot-stuffing.</summary>
    public async Task<byte[]> Octets(HostOffers offers)
    {
        await using var message = await Ready(offers);
        var octets = await All(message.Chunk(CancellationToken.None));
        Assert.Equal(message.Length, octets.Length);
        return octets;
    }

    public async Task<string> Text(HostOffers offers) => Encoding.UTF8.GetString(await Octets(offers));

    public static async Task<byte[]> All(IAsyncEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        var all = new MemoryStream();
        await foreach (var piece in pieces) all.Write(piece.Span);
        return all.ToArray();
    }

    internal sealed class OneBlob(byte[] bytes) : IBlobStore
    {
        public IBlobWriter Create() => throw new NotSupportedException();

        public Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel) => ValueTask.FromResult<IBlobReader?>(new Reader(bytes));

        public ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

        /// <summary>Gives what it has in pieces of odd sizes.</summary>
        private sealed class Reader(byte[] bytes) : IBlobReader
        {
            public long Length => bytes.Length;

            public ValueTask<int> Read(long offset, Memory<byte> into, CancellationToken cancel)
            {
                var take = (int)Math.Min(Math.Min(into.Length, 4099), bytes.Length - offset);
                bytes.AsSpan((int)offset, take).CopyTo(into.Span);
                return ValueTask.FromResult(take);
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }

    private sealed class NoSigner : IMessageSigner
    {
        public ValueTask<ReadOnlyMemory<byte>> Sign(Envelope envelope, Stream content, CancellationToken cancel) => throw new InvalidOperationException("Nobody asked for a signature.");
    }

    /// <summary>Its signature is the hash of what it was given to sign.</summary>
    internal sealed class HashSigner : IMessageSigner
    {
        public async ValueTask<ReadOnlyMemory<byte>> Sign(Envelope envelope, Stream content, CancellationToken cancel) =>
            Encoding.ASCII.GetBytes($"Signature: {Convert.ToHexString(await SHA256.HashDataAsync(content, cancel))}\r\n");
    }
}
