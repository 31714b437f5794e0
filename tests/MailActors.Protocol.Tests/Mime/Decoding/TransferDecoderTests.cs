using System.Text;
using FsCheck.Xunit;
using MailActors.Protocol.Mime.Decoding;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Decoding;

public class TransferDecoderTests
{
    [Theory]
    [InlineData("SGVsbG8=", "Hello")]
    [InlineData("SGVs\r\nbG8=\r\n", "Hello")]
    [InlineData("SGVsbG8", "Hello")]
    [InlineData("SGVs!bG8=", "Hello")]
    [InlineData("SGVsbG8=IHlvdQ==", "Hello you")]
    [InlineData("S", "")]
    [InlineData("====", "")]
    public void Base64_split_anywhere_is_decoded(string encoded, string decoded) => Check("base64", encoded, decoded);

    [Theory]
    [InlineData("a=3Db", "a=b")]
    [InlineData("a=3db", "a=b")]
    [InlineData("soft=\r\n break", "soft break")]
    [InlineData("soft=\nbreak", "softbreak")]
    [InlineData("soft= \t\r\nbreak", "softbreak")]
    [InlineData("end  \r\nnext\t\n", "end\r\nnext\n")]
    [InlineData("in the  middle", "in the  middle")]
    [InlineData("a=\r\n", "a")]
    [InlineData("a=", "a")]
    [InlineData("a=Z9b", "a=Z9b")]
    [InlineData("a=4Xb", "a=4Xb")]
    [InlineData("a==41", "a=A")]
    [InlineData("a= b", "a= b")]
    [InlineData("a=4", "a=4")]
    [InlineData("=C3=A4", "ä")]
    public void Quoted_printable_split_anywhere_is_decoded(string encoded, string decoded) => Check("quoted-printable", encoded, decoded);

    [Theory]
    [InlineData("7bit")]
    [InlineData("8bit")]
    [InlineData("binary")]
    public void The_identities_change_nothing(string encoding) => Check(encoding, "a=3D\r\n  \r\n", "a=3D\r\n  \r\n");

    [Theory]
    [InlineData("")]
    [InlineData("x-uuencode")]
    public void Others_are_not_known(string encoding) => Assert.Null(TransferDecoder.For(encoding));

    [Property(MaxTest = 300)]
    public bool No_octets_outgrow_the_output(byte[] input)
    {
        foreach (var encoding in new[] { "base64", "quoted-printable", "7bit" })
        {
            var decoder = TransferDecoder.For(encoding)!;
            foreach (var piece in input.Chunk(3)) decoder.Decode(piece, new byte[TransferDecoder.MaxOutput(piece.Length)], last: false);
            decoder.Decode([], new byte[TransferDecoder.MaxOutput(0)], last: true);
        }

        return true;
    }

    [Fact]
    public void Blanks_without_end_are_let_through()
    {
        var blanks = Encoding.ASCII.GetBytes("a" + new string(' ', 10_000) + "b");
        var into = new byte[TransferDecoder.MaxOutput(blanks.Length)];
        Assert.Equal(blanks.Length, TransferDecoder.For("quoted-printable")!.Decode(blanks, into, last: true));
    }

    private static void Check(string encoding, string encoded, string decoded)
    {
        var input = Encoding.UTF8.GetBytes(encoded);
        for (var split = 0; split <= input.Length; split++)
        {
            var decoder = TransferDecoder.For(encoding)!;
            var into = new byte[2 * TransferDecoder.MaxOutput(input.Length)];
            var written = decoder.Decode(input.AsSpan(0, split), into, last: false);
            written += decoder.Decode(input.AsSpan(split), into.AsSpan(written), last: true);
            Assert.Equal(decoded, Encoding.UTF8.GetString(into, 0, written));
        }
    }
}
