using System.Text;
using MailActors.Protocol.Mime.Transport;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Transport;

public sealed class OctetScannerTests
{
    [Theory]
    [InlineData("", OctetFacts.None, true)]
    [InlineData("a\r\nb\r\n", OctetFacts.None, true)]
    [InlineData("a\r\nb", OctetFacts.None, false)]
    [InlineData("a\u00e9\r\n", OctetFacts.HighBit, true)]
    [InlineData("a\nb\r\n", OctetFacts.BareNewline, true)]
    [InlineData("a\rb\r\n", OctetFacts.BareNewline, true)]
    [InlineData("a\r\r\n", OctetFacts.BareNewline, true)]
    [InlineData("a\r\n\r", OctetFacts.BareNewline, false)]
    [InlineData("\n", OctetFacts.BareNewline, false)]
    [InlineData("a\0\r\n", OctetFacts.Nul, true)]
    [InlineData("\r\0\u00e9\n", OctetFacts.BareNewline | OctetFacts.Nul | OctetFacts.HighBit, false)]
    public void The_facts_are_the_same_however_it_is_split(string text, OctetFacts facts, bool endsInLine)
    {
        var octets = Encoding.Latin1.GetBytes(text);
        for (var piece = 1; piece <= octets.Length + 1; piece++)
        {
            var scanner = new OctetScanner();
            for (var at = 0; at < octets.Length; at += piece) scanner.Look(octets.AsSpan(at, Math.Min(piece, octets.Length - at)));

            Assert.Equal(facts, scanner.Take(out var ends));
            Assert.Equal(endsInLine, ends);
            Assert.Equal(OctetFacts.None, scanner.Take(out _));
        }
    }

    [Theory]
    [InlineData(998, OctetFacts.None)]
    [InlineData(999, OctetFacts.LongLine)]
    [Trait("acceptance", "SM-09")]
    public void A_line_of_998_octets_is_the_longest(int octets, OctetFacts facts)
    {
        var line = Encoding.ASCII.GetBytes("first\r\n" + new string('x', octets) + "\r\n");
        for (var split = 0; split < line.Length; split++)
        {
            var scanner = new OctetScanner();
            scanner.Look(line.AsSpan(0, split));
            scanner.Look(line.AsSpan(split));

            Assert.Equal(facts, scanner.Take(out _));
        }
    }
}
