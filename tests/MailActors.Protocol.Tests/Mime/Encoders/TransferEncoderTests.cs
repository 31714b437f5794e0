using System.Text;
using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Encoders;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Encoders;

public sealed class TransferEncoderTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a", "YQ==")]
    [InlineData("Hello, Bob.\r\n", "SGVsbG8sIEJvYi4NCg==")]
    public void Base64_is_that_of_everybody(string text, string encoded) => Assert.Equal(encoded, Encode(new Base64Encoder(), Bytes(text), 1000));

    [Fact]
    public void Base64_lines_have_76_octets_and_the_last_has_no_end()
    {
        Assert.Equal(new string('A', 76), Encode(new Base64Encoder(), new byte[57], 10));
        Assert.Equal(new string('A', 76) + "\r\nAA==", Encode(new Base64Encoder(), new byte[58], 10));
    }

    [Theory]
    [InlineData("plain\r\ntext", "plain\r\ntext")]
    [InlineData("gr\u00fcn = 1\r\n", "gr=C3=BCn =3D 1\r\n")]
    [InlineData("blank \r\ntab\t\r\nend ", "blank=20\r\ntab=09\r\nend=20")]
    [InlineData("a\nb\rc\r", "a=0Ab=0Dc=0D")]
    [InlineData("a \r\r\n", "a=20=0D\r\n")]
    [InlineData("\0\u007f", "=00=7F")]
    public void Quoted_printable_keeps_line_ends_and_what_passes_everywhere(string text, string encoded)
    {
        for (var piece = 1; piece <= text.Length + 1; piece++) Assert.Equal(encoded, Encode(new QuotedPrintableEncoder(), Bytes(text), piece));
    }

    [Theory]
    [InlineData(75, 75)]
    [InlineData(76, 76)]
    [InlineData(152, 76)]
    public void Quoted_printable_breaks_long_lines_softly(int octets, int longest)
    {
        var encoded = Encode(new QuotedPrintableEncoder(), Bytes(new string('x', octets)), 7);

        Assert.True(encoded.Split("\r\n").Max(line => line.Length) <= longest, encoded);
        Assert.Equal(octets, encoded.Count(c => c == 'x'));
    }

    [Fact]
    public void Whatever_goes_in_comes_out_again_and_passes_any_transport()
    {
        var random = new Random(7);
        for (var round = 0; round < 3000; round++)
        {
            var octets = new byte[random.Next(0, 400)];
            random.NextBytes(octets);
            // Many blanks and line ends, for they are what is hard.
            for (var i = 0; i < octets.Length; i++)
                if (random.Next(3) == 0) octets[i] = (byte)" \t\r\n=."[random.Next(6)];
            foreach (var encoder in new TransferEncoder[] { new Base64Encoder(), new QuotedPrintableEncoder() })
            {
                var name = encoder.Name;
                var encoded = Encode(encoder, octets, random.Next(1, 50));
                foreach (var line in encoded.Split("\r\n"))
                {
                    Assert.True(line.Length <= 76);
                    Assert.DoesNotContain('\r', line);
                    Assert.DoesNotContain('\n', line);
                    Assert.False(line.EndsWith(' ') || line.EndsWith('\t'));
                    Assert.All(line, c => Assert.InRange(c, '\t', '~'));
                }

                Assert.Equal(octets, Decode(name, encoded));
            }
        }
    }

    private static string Encode(TransferEncoder encoder, byte[] octets, int piece)
    {
        var output = new MemoryStream();
        for (var at = 0; ; at += piece)
        {
            var input = octets.AsSpan(Math.Min(at, octets.Length), Math.Clamp(octets.Length - at, 0, piece));
            var last = at + piece >= octets.Length;
            var room = new byte[encoder.MaxOutput(input.Length)];
            output.Write(room, 0, encoder.Encode(input, room, last));
            if (last) return Encoding.Latin1.GetString(output.ToArray());
        }
    }

    private static byte[] Decode(string name, string encoded)
    {
        var output = new byte[TransferDecoder.MaxOutput(encoded.Length)];
        return output[..TransferDecoder.For(name)!.Decode(Encoding.Latin1.GetBytes(encoded), output, last: true)];
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
