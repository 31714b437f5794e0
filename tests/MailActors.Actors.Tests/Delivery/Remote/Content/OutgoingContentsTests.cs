using System.Security.Cryptography;
using System.Text;
using MailActors.Actors.Delivery.Remote.Content;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Content;

public sealed class OutgoingContentsTests
{
    private const string Head = "Received: from here\nFrom: ann@example.test\nSubject: x\n";

    [Fact]
    public async Task Plain_mail_goes_as_it_is_and_needs_nothing()
    {
        var given = new Outgoing(Head + "\nHello.\n.\n");
        await using var message = await given.Ready(Outgoing.Everything);

        Assert.Equal((BodyKind.SevenBit, false, false), (message.Body, message.Utf8, message.NeedsChunks));
        Assert.Equal(Head.ReplaceLineEndings("\r\n") + "\r\nHello.\r\n.\r\n", await given.Text(Outgoing.Everything));
        Assert.EndsWith("\r\nHello.\r\n..\r\n.\r\n", Encoding.ASCII.GetString(await Outgoing.All(message.Data(CancellationToken.None))));
    }

    [Fact]
    public async Task What_was_for_a_mailbox_of_ours_stays_here()
    {
        const string own = "Return-Path: <ann@example.test>\r\nDelivered-To: bob@example.test\r\n";

        Assert.StartsWith("Received: from here\r\n", await new Outgoing(own + Head + "\nx\n") { HeadLength = own.Length }.Text(Outgoing.Nothing));
    }

    /// <summary>RFC 9228 §4.</summary>
    [Fact]
    [Trait("acceptance", "LP-02")]
    public async Task A_forwarded_copy_tells_which_address_forwarded_it()
    {
        var given = new Outgoing(Head + "\nx\n") { Via = "fwd@example.test" };
        Assert.StartsWith("Delivered-To: fwd@example.test\r\nReceived: from here\r\n", await given.Text(Outgoing.Nothing));
        await given.Octets(Outgoing.Nothing); // as long as was told
        Assert.StartsWith("Received: from here\r\n", await new Outgoing(Head + "\nx\n").Text(Outgoing.Nothing));
    }

    [Fact]
    public async Task An_address_beyond_ASCII_is_told_to_a_host_that_can_read_it()
    {
        var given = new Outgoing(Head + "\nx\n") { Via = "f\u00fcr@example.test" };
        Assert.StartsWith("Received: ", await given.Text(Outgoing.EightBit));
        Assert.StartsWith("Delivered-To: f\u00fcr@example.test\r\n", await given.Text(Outgoing.Everything));
        Assert.True((await given.Ready(Outgoing.Everything)).Utf8);
    }

    [Fact]
    public async Task A_last_line_without_an_end_gets_one() => Assert.EndsWith("\r\nx\r\n", await new Outgoing(Head + "\nx").Text(Outgoing.Nothing));

    [Fact]
    public async Task Eight_bit_mail_goes_as_it_is_to_a_host_that_offers_8bitmime()
    {
        var given = new Outgoing(Head + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\ngr\u00fcn\n");
        await using var message = await given.Ready(Outgoing.EightBit);

        Assert.Equal(BodyKind.EightBitMime, message.Body);
        Assert.Contains("Encoding: 8bit\r\n\r\ngr\u00fcn\r\n", await given.Text(Outgoing.EightBit));
    }

    [Fact]
    [Trait("acceptance", "SM-10")]
    public async Task Eight_bit_mail_is_converted_for_a_host_that_does_not()
    {
        var given = new Outgoing(Head + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\ngr\u00fcn\n");
        await using var message = await given.Ready(Outgoing.Nothing);

        Assert.Equal(BodyKind.SevenBit, message.Body);
        Assert.EndsWith("Content-Transfer-Encoding: quoted-printable\r\n\r\ngr=C3=BCn\r\n", await given.Text(Outgoing.Nothing));
    }

    [Fact]
    public async Task Only_the_parts_that_need_it_are_converted_and_labels_above_them_follow()
    {
        var sent = await new Outgoing(
            Head + "MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\nContent-Transfer-Encoding: 8bit\n\nfor old readers\n--b\n\nplain\n" +
            "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\ngr\u00fcn\n" +
            "--b\nContent-Type: application/x-thing\nContent-Transfer-Encoding: binary\n\n\u00e4\n--b--\nthe end\n").Text(Outgoing.Nothing);

        Assert.EndsWith(
            ("Content-Transfer-Encoding: 7bit\n\nfor old readers\n--b\n\nplain\n" +
            "--b\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\ngr=C3=BCn\n" +
            "--b\nContent-Type: application/x-thing\nContent-Transfer-Encoding: base64\n\nw6Q=\n--b--\nthe end\n").ReplaceLineEndings("\r\n"), sent);
    }

    [Fact]
    public async Task A_message_inside_is_converted_in_its_own_parts()
    {
        var sent = await new Outgoing(
            Head + "MIME-Version: 1.0\nContent-Type: message/rfc822\nContent-Transfer-Encoding: 8bit\n\nFrom: bob@example.test\n\ngr\u00fcn\n").Text(Outgoing.Nothing);

        Assert.EndsWith(
            ("Content-Type: message/rfc822\nContent-Transfer-Encoding: 7bit\n\nFrom: bob@example.test\nMIME-Version: 1.0\n" +
            "Content-Type: text/plain; charset=unknown-8bit\nContent-Transfer-Encoding: quoted-printable\n\ngr=C3=BCn\n").ReplaceLineEndings("\r\n"), sent);
    }

    [Theory]
    [InlineData("DKIM-Signature: v=1; a=rsa-sha256\n", "text/plain", "gr\u00fcn\n")]
    [InlineData("ARC-Message-Signature: i=1; a=rsa-sha256\n", "text/plain", "gr\u00fcn\n")]
    [InlineData("", "multipart/signed; boundary=b", "--b\n\ngr\u00fcn\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n")]
    [Trait("acceptance", "SM-10")]
    public async Task What_somebody_has_signed_is_given_back_rather_than_broken(string signature, string type, string body)
    {
        var given = new Outgoing(Head + signature + $"MIME-Version: 1.0\nContent-Type: {type}\n\n{body}");

        Assert.Equal("5.6.3", await given.Refusal(Outgoing.Nothing));
        await using var message = await given.Ready(Outgoing.EightBit); // the control: nothing has to be changed for this host
        Assert.Contains(body.ReplaceLineEndings("\r\n"), await given.Text(Outgoing.EightBit));
    }

    [Fact]
    public async Task A_signed_part_stays_when_another_is_converted()
    {
        const string part = "--s\nContent-Type: text/plain\n\nsigned\n--s\nContent-Type: application/pgp-signature\n\nx\n--s--\n";

        var sent = await new Outgoing(
            Head + $"MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/signed; boundary=s\n\n{part}--b\n\ngr\u00fcn\n--b--\n").Text(Outgoing.Nothing);

        Assert.Contains(part.ReplaceLineEndings("\r\n"), sent);
        Assert.Contains("\r\n\r\ngr=C3=BCn\r\n", sent);
    }

    [Theory]
    [InlineData(999)]
    [InlineData(5_000)]
    [InlineData(1_000_000)]
    [Trait("acceptance", "SM-09")]
    public async Task Lines_longer_than_mail_allows_are_encoded(int octets)
    {
        var line = new string('x', octets) + "\u00fc";
        var sent = await new Outgoing(Head + $"MIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\nshort\n{line}\n").Octets(Outgoing.EightBit);

        Assert.All(Encoding.Latin1.GetString(sent).Split("\r\n"), one => Assert.InRange(one.Length, 0, 998));
        Assert.Equal($"short\r\n{line}\r\n", Encoding.UTF8.GetString(Decoded(sent).Single()));
    }

    [Theory]
    [InlineData(998, null)]
    [InlineData(999, "5.6.3")]
    [Trait("acceptance", "SM-09")]
    public async Task Long_lines_that_somebody_has_signed_are_given_back(int octets, string? refusal)
    {
        var given = new Outgoing(Head + $"DKIM-Signature: v=1\n\n{new string('x', octets)}\n");

        Assert.Equal(refusal, (await given.Prepare(Outgoing.Everything) as OutgoingContent.Refused)?.Reason.Status);
    }

    [Fact]
    [Trait("acceptance", "SM-09")]
    public async Task Long_header_lines_are_folded_or_the_message_is_given_back()
    {
        var list = string.Join(", ", Enumerable.Range(0, 100).Select(i => $"name{i}@example.test"));

        var sent = await new Outgoing(Head + $"To: {list}\n\nx\n").Text(Outgoing.Nothing);

        Assert.All(sent.Split("\r\n"), line => Assert.InRange(line.Length, 0, 998));
        Assert.Contains($"To: {list}\r\n\r\nx\r\n", sent.Replace("\r\n ", " ", StringComparison.Ordinal));
        Assert.Equal("5.6.0", await new Outgoing(Head + $"Subject: {new string('x', 1000)}\n\nx\n").Refusal(Outgoing.Nothing));
    }

    [Fact]
    [Trait("acceptance", "SM-03")]
    public async Task Binary_mail_is_encoded_for_lines_or_goes_by_count_to_a_host_that_takes_it()
    {
        var body = "one\n.\ntwo\r.\rthree\0\r\n.\r\n"u8.ToArray();
        var given = new Outgoing([.. Encoding.ASCII.GetBytes((Head + "MIME-Version: 1.0\nContent-Type: application/octet-stream\nContent-Transfer-Encoding: binary\n\n").ReplaceLineEndings("\r\n")), .. body])
        {
            Body = BodyKind.BinaryMime,
        };

        await using var raw = await given.Ready(Outgoing.Everything);
        Assert.Equal((BodyKind.BinaryMime, true), (raw.Body, raw.NeedsChunks));
        Assert.EndsWith(Encoding.Latin1.GetString(body), Encoding.Latin1.GetString(await given.Octets(Outgoing.Everything)));

        await using var lines = await given.Ready(Outgoing.EightBit);
        var wire = Encoding.Latin1.GetString(await Outgoing.All(lines.Data(CancellationToken.None)));
        Assert.Equal(wire.Length - 5, wire.IndexOf("\r\n.\r\n", StringComparison.Ordinal));
        Assert.Equal(-1, wire.Replace("\r\n", "", StringComparison.Ordinal).IndexOfAny(['\r', '\n', '\0']));
        Assert.Equal(body, Decoded(await given.Octets(Outgoing.EightBit)).Single());
    }

    [Theory]
    [InlineData("Content-Type: message/partial; id=x\n\ngr\u00fcn\n")]
    [InlineData("Content-Type: text/plain\nContent-Transfer-Encoding: x-uuencode\n\ngr\u00fcn\n")]
    [InlineData("Content-Type: multipart/mixed; boundary=b\n\ngr\u00fcn\n--b\n\nx\n--b--\n")]
    public async Task What_can_not_be_converted_is_given_back(string rest)
    {
        Assert.Equal("5.6.3", await new Outgoing(Head + "MIME-Version: 1.0\n" + rest).Refusal(Outgoing.Nothing));
        await using var message = await new Outgoing(Head + "MIME-Version: 1.0\n" + rest).Ready(Outgoing.EightBit);
    }

    [Fact]
    [Trait("acceptance", "SM-10")]
    public async Task Mail_with_other_characters_in_its_header_goes_only_where_they_are_understood()
    {
        var given = new Outgoing("Received: from here\nFrom: ann@example.test\nSubject: gr\u00fcn\n\nx\n") { Utf8 = true };
        await using var message = await given.Ready(Outgoing.Everything);

        Assert.Equal((BodyKind.EightBitMime, true), (message.Body, message.Utf8));
        Assert.Equal("5.6.9", await given.Refusal(Outgoing.EightBit));
        Assert.Equal("5.6.9", await given.Refusal(Outgoing.Nothing));
    }

    [Fact]
    [Trait("acceptance", "SM-10")]
    public async Task Mail_that_was_sent_as_utf8_but_is_not_goes_everywhere()
    {
        await using var ascii = await new Outgoing(Head + "\nx\n") { Utf8 = true }.Ready(Outgoing.Nothing);
        Assert.False(ascii.Utf8);
        await using var body = await new Outgoing(Head + "\ngr\u00fcn\n") { Utf8 = true }.Ready(Outgoing.EightBit);
        Assert.Equal((BodyKind.EightBitMime, false), (body.Body, body.Utf8));
    }

    [Fact]
    [Trait("acceptance", "SM-10")]
    public async Task A_sender_beyond_ascii_goes_only_where_it_is_understood()
    {
        var given = new Outgoing(Head + "\nx\n") { From = "gr\u00fcn@example.test" };

        Assert.Equal("5.6.7", await given.Refusal(Outgoing.EightBit));
        await using var message = await given.Ready(Outgoing.Everything);
        Assert.True(message.Utf8);
    }

    [Fact]
    public async Task Unlabelled_octets_in_a_header_go_to_hosts_of_eight_bits_only()
    {
        var given = new Outgoing("Received: from here\nSubject: gr\u00fcn\n\nx\n");

        Assert.Equal("5.6.3", await given.Refusal(Outgoing.Nothing));
        Assert.Contains("Subject: gr\u00fcn\r\n", await given.Text(Outgoing.EightBit));
    }

    [Theory]
    [InlineData(MailOrigin.Submitted)]
    [InlineData(MailOrigin.Notice)]
    public async Task Our_signature_is_of_what_is_sent(MailOrigin origin)
    {
        var given = new Outgoing(Head + "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\ngr\u00fcn") { Origin = origin, Signer = new Outgoing.HashSigner() };

        foreach (var offers in new[] { Outgoing.Nothing, Outgoing.Everything })
        {
            var sent = await given.Octets(offers);
            var end = sent.AsSpan().IndexOf("\r\n"u8) + 2;
            Assert.Equal($"Signature: {Convert.ToHexString(SHA256.HashData(sent.AsSpan(end)))}\r\n", Encoding.ASCII.GetString(sent, 0, end));
        }
    }

    [Fact]
    public async Task Mail_that_passes_through_is_never_signed_by_us() =>
        Assert.StartsWith("Received:", await new Outgoing(Head + "\nx\n") { Signer = new Outgoing.HashSigner() }.Text(Outgoing.Everything));

    [Fact]
    public async Task A_store_that_fails_puts_the_message_off()
    {
        var given = new Outgoing(Head + "\nx\n") { Store = new NoStore(new StorageException(StorageFault.Unavailable, "test")) };
        Assert.StartsWith("4.", Assert.IsType<OutgoingContent.Later>(await given.Prepare(Outgoing.Everything)).Reason.Status);

        var missing = new Outgoing(Head + "\nx\n") { Store = new NoStore(null) };
        Assert.StartsWith("4.", Assert.IsType<OutgoingContent.Later>(await missing.Prepare(Outgoing.Everything)).Reason.Status);
    }

    /// <summary>The content of each leaf, decoded by what its header says.</summary>
    private static IEnumerable<byte[]> Decoded(byte[] message)
    {
        var parts = new Stack<MimePart>([MessageSummaryBuilder.Summarise(message).Root]);
        while (parts.TryPop(out var part))
        {
            foreach (var child in part.Children.Reverse()) parts.Push(child);
            if (part.Children.Count > 0) continue;
            var decoder = MailActors.Protocol.Mime.Decoding.TransferDecoder.For(part.Encoding)!;
            var output = new byte[MailActors.Protocol.Mime.Decoding.TransferDecoder.MaxOutput((int)part.Content.Length)];
            yield return output[..decoder.Decode(message.AsSpan((int)part.Content.Offset, (int)part.Content.Length), output, last: true)];
        }
    }

    private sealed class NoStore(StorageException? fault) : IBlobStore
    {
        public IBlobWriter Create() => throw new NotSupportedException();

        public Task<StoredBlob> PutOverlay(ReadOnlyMemory<byte> head, BlobId body, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<MessageSummary?>> Summaries(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

        public ValueTask<IBlobReader?> Open(BlobId id, CancellationToken cancel) => fault is null ? ValueTask.FromResult<IBlobReader?>(null) : throw fault;

        public ValueTask<IReadOnlyList<IBlobReader?>> OpenAll(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();

        public Task<bool> Retain(IReadOnlyList<BlobId> ids, CancellationToken cancel) => throw new NotSupportedException();
    }
}
