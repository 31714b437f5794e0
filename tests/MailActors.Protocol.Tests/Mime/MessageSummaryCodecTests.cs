using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Protocol.Tests.Mime;

public class MessageSummaryCodecTests
{
    private const string Message =
        """
        Date: Mon, 1 Jan 2024 10:00:00 +0100
        From: =?utf-8?q?J=C3=B6rg?= <j@example.test>
        To: a@example.test
        Subject: Hi
        Message-ID: <1@example.test>
        Content-Type: multipart/mixed; boundary=b

        --b

        one
        --b
        Content-Type: message/rfc822

        Subject: inner

        two
        --b--

        """;

    /// <summary>As version 1 was written first; must be read for ever.</summary>
    private const string Golden =
        "011BC971EB8F02FE0128224D6F6E2C2031204A616E20323032342031303A30303A3030202B30313030222022486922202828223D3F7574662D383F71"
        + "3F4A3D43333D423672673F3D22204E494C20226A2220226578616D706C652E74657374222929202828223D3F7574662D383F713F4A3D43333D423672"
        + "673F3D22204E494C20226A2220226578616D706C652E74657374222929202828223D3F7574662D383F713F4A3D43333D423672673F3D22204E494C20"
        + "226A2220226578616D706C652E746573742229292028284E494C204E494C2022612220226578616D706C652E74657374222929204E494C204E494C20"
        + "4E494C20223C31406578616D706C652E746573743E2229B30128282274657874222022706C61696E22204E494C204E494C204E494C20223762697422"
        + "203320302928226D65737361676522202272666338323222204E494C204E494C204E494C2022376269742220323120284E494C2022696E6E65722220"
        + "4E494C204E494C204E494C204E494C204E494C204E494C204E494C204E494C2920282274657874222022706C61696E22204E494C204E494C204E494C"
        + "20223762697422203320302920322920226D697865642229800228282274657874222022706C61696E22204E494C204E494C204E494C202237626974"
        + "2220332030204E494C204E494C204E494C204E494C2928226D65737361676522202272666338323222204E494C204E494C204E494C20223762697422"
        + "20323120284E494C2022696E6E657222204E494C204E494C204E494C204E494C204E494C204E494C204E494C204E494C292028227465787422202270"
        + "6C61696E22204E494C204E494C204E494C2022376269742220332030204E494C204E494C204E494C204E494C292032204E494C204E494C204E494C20"
        + "4E494C2920226D6978656422202822626F756E64617279222022622229204E494C204E494C204E494C2901A0FC93D90C78164AC3B67267203C6A4065"
        + "78616D706C652E746573743E103C61406578616D706C652E746573743E00000248690E31406578616D706C652E74657374036F6E6500C001C0014F0F"
        + "6D756C7469706172742F6D6978656400043762697402C50102C701030A746578742F706C61696E00043762697400D10120F101150E6D657373616765"
        + "2F72666338323200043762697401F101128302030A746578742F706C61696E00043762697400";

    [Fact]
    public void Version_1_is_read_for_ever() => AssertSame(Wire.Summarise(Message), MessageSummaryCodec.Read(Convert.FromHexString(Golden)));

    [Fact]
    public void Version_1_is_written_as_it_was() => Assert.Equal(Golden, Convert.ToHexString(MessageSummaryCodec.Write(Wire.Summarise(Message))));

    [Fact]
    public void What_was_written_is_read()
    {
        foreach (var message in new[] { Message, "", "Subject: x\n\nbody", "Date: nonsense\n\n" })
        {
            var summary = Wire.Summarise(message);
            AssertSame(summary, MessageSummaryCodec.Read(MessageSummaryCodec.Write(summary)));
        }
    }

    [Fact]
    public void A_changed_octet_is_noticed()
    {
        var kept = MessageSummaryCodec.Write(Wire.Summarise(Message));
        for (var i = 0; i < kept.Length; i++)
        {
            kept[i] ^= 0x10;
            Assert.Null(MessageSummaryCodec.Read(kept));
            kept[i] ^= 0x10;
        }

        Assert.NotNull(MessageSummaryCodec.Read(kept));
    }

    [Fact]
    public void A_cut_summary_is_noticed()
    {
        var kept = MessageSummaryCodec.Write(Wire.Summarise(Message));
        for (var length = 0; length < kept.Length; length++) Assert.Null(MessageSummaryCodec.Read(kept.AsSpan(0, length)));
    }

    internal static void AssertSame(MessageSummary expected, MessageSummary? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Size, actual.Size);
        Assert.Equal(Wire.Text(expected.Envelope), Wire.Text(actual.Envelope));
        Assert.Equal(Wire.Text(expected.Body), Wire.Text(actual.Body));
        Assert.Equal(Wire.Text(expected.BodyStructure), Wire.Text(actual.BodyStructure));
        Assert.Equal(expected.SentDate, actual.SentDate);
        Assert.Equal(expected.Fields, actual.Fields);
        Assert.Equal(expected.MessageId, actual.MessageId);
        Assert.Equal(expected.Preview, actual.Preview);
        Assert.Equal(Show(expected.Root), Show(actual.Root));
    }

    private static string Show(MimePart part) =>
        $"{part.Headers} {part.Content} {part.Type} {part.Charset} {part.Encoding} [{string.Join(", ", part.Children.Select(Show))}]";
}
