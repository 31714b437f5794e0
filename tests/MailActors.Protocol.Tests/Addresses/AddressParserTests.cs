using System.Globalization;
using System.Text;
using MailActors.Protocol.Addresses;
using Xunit;

namespace MailActors.Protocol.Tests.Addresses;

public class AddressParserTests
{
    public static TheoryData<bool, string, string> Corpus()
    {
        var data = new TheoryData<bool, string, string>();
        using var stream = typeof(AddressParserTests).Assembly.GetManifestResourceStream("addresses.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (line.StartsWith('#')) continue;
            var fields = line[2..].Split('\t');
            data.Add(line[0] == '+', fields[0], fields[^1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    [Trait("acceptance", "AD-01")]
    public void Every_address_of_the_corpus_gets_its_verdict(bool valid, string written, string canonical)
    {
        Assert.Equal(valid, AddressParser.TryParse(Unescape(written), out var address));
        Assert.Equal(valid ? Unescape(canonical) : null, address?.ToString());
    }

    [Theory]
    [MemberData(nameof(Corpus))]
    [Trait("acceptance", "AD-01")]
    public void The_canonical_form_reads_back_as_itself(bool valid, string written, string canonical)
    {
        if (!valid) return;
        Assert.True(AddressParser.TryParse(Unescape(written), out var first));
        Assert.True(AddressParser.TryParse(first.ToString(), out var second));
        Assert.Equal(first, second);
        Assert.Equal(AddressFault.None, AddressParser.ReadPath(Encoding.UTF8.GetBytes($"<{first}>"), out var third, out _));
        Assert.Equal(first, third);
        Assert.NotEmpty(canonical);
    }

    [Theory]
    [InlineData("User+Tag@Example.Test", "user+tag@example.test")]
    [InlineData("Ä@example.test", "ä@example.test")]
    public void The_key_does_not_regard_case(string written, string key)
    {
        Assert.True(AddressParser.TryParse(written, out var address));
        Assert.Equal(key, address.Key);
    }

    [Theory]
    [InlineData("<>", null, 2)]
    [InlineData("<a@b.test> SIZE=1", "a@b.test", 10)]
    [InlineData("<@x.test:a@b.test>", "a@b.test", 18)]
    [InlineData("<@x.test,@[127.0.0.1]:a@b.test>", "a@b.test", 31)]
    [InlineData("<\"a>b\"@b.test>", "\"a>b\"@b.test", 14)]
    [Trait("acceptance", "AD-03")]
    public void A_path_loses_its_brackets_and_its_source_route(string path, string? address, int length)
    {
        Assert.Equal(AddressFault.None, AddressParser.ReadPath(Encoding.UTF8.GetBytes(path), out var read, out var end));
        Assert.Equal(address, read?.ToString());
        Assert.Equal(length, end);
    }

    [Theory]
    [InlineData("", AddressFault.Syntax)]
    [InlineData("a@b.test", AddressFault.Syntax)]
    [InlineData("<a@b.test", AddressFault.Syntax)]
    [InlineData("<a@b.test >", AddressFault.Syntax)]
    [InlineData("< a@b.test>", AddressFault.Syntax)]
    [InlineData("<<a@b.test>>", AddressFault.Syntax)]
    [InlineData("<@x.test a@b.test>", AddressFault.Syntax)]
    [InlineData("<@x.test:>", AddressFault.Syntax)]
    [InlineData("<@x.test,b.test:a@c.test>", AddressFault.Syntax)]
    [InlineData("<@x_y:a@b.test>", AddressFault.BadDomain)]
    [InlineData("<@:a@b.test>", AddressFault.BadDomain)]
    [InlineData("<a\u0001@b.test>", AddressFault.Syntax)]
    [InlineData("<\"a\u0001\"@b.test>", AddressFault.ForbiddenCharacter)]
    [Trait("acceptance", "AD-02")]
    [Trait("acceptance", "AD-03")]
    public void A_bad_path_is_refused_with_its_reason(string path, AddressFault fault)
    {
        Assert.Equal(fault, AddressParser.ReadPath(Encoding.UTF8.GetBytes(path), out var read, out _));
        Assert.Null(read);
    }

    [Fact]
    public void A_long_source_route_is_refused()
    {
        var route = string.Join(',', Enumerable.Repeat("@x.test", 40));

        Assert.Equal(AddressFault.PathTooLong, AddressParser.ReadPath(Encoding.UTF8.GetBytes($"<{route}:a@b.test>"), out _, out _));
    }

    [Theory]
    [InlineData(64, 189, true)]
    [InlineData(65, 100, false)]
    [InlineData(64, 190, false)]
    [InlineData(1, 252, true)]
    [InlineData(1, 253, false)]
    [Trait("acceptance", "AD-01")]
    public void Lengths_are_kept(int local, int domain, bool valid)
    {
        var labels = new StringBuilder();
        while (labels.Length < domain - 64) labels.Append('d', 61).Append('.');
        labels.Append('e', domain - labels.Length);

        Assert.Equal(domain, labels.Length);
        Assert.Equal(valid, AddressParser.TryParse($"{new string('a', local)}@{labels}", out _));
    }

    [Theory]
    [InlineData(new byte[] { 0xC3, (byte)'@', (byte)'a' })]
    [InlineData(new byte[] { 0xFF, (byte)'@', (byte)'a' })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80, (byte)'@', (byte)'a' })]
    [InlineData(new byte[] { 0xC0, 0x8A, (byte)'@', (byte)'a' })]
    [InlineData(new byte[] { (byte)'a', (byte)'@', 0xC3 })]
    [Trait("acceptance", "AD-02")]
    public void Octets_that_are_not_utf8_are_refused(byte[] text) => Assert.False(AddressParser.TryParse(text, out _));

    /// <summary>Whatever comes in: what comes out has no control character and reads back as itself.</summary>
    [FsCheck.Xunit.Property(MaxTest = 3000)]
    [Trait("acceptance", "AD-02")]
    public bool Nothing_accepted_has_a_control_character(byte[] local, byte[] domain, bool quoted)
    {
        byte[] text = quoted ? [(byte)'"', .. local, (byte)'"', (byte)'@', .. domain] : [.. local, (byte)'@', .. domain];
        if (!AddressParser.TryParse(text, out var address)) return true;
        return !address.ToString().Any(char.IsControl) && AddressParser.TryParse(address.ToString(), out var again) && again == address;
    }

    [Theory]
    [InlineData("e\u0301", "\u00e9")]
    [InlineData("\u212b", "\u00c5")]
    [InlineData("a\u0315\u0300\u05ae\u0300b", "\u00e0\u05ae\u0300\u0315b")]
    [InlineData("\u1100\u1161\u11a8", "\uac01")]
    [InlineData("\uac00\u11a8", "\uac01")]
    [InlineData("\u0958", "\u0915\u093c")]
    [InlineData("\u1e0a\u0323", "\u1e0c\u0307")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\ud834\udd5e", "\ud834\udd57\ud834\udd65")]
    [InlineData("\u01d6", "\u01d6")]
    public void Text_is_composed(string text, string composed) => Assert.Equal(composed, Nfc.Normalize(text));

    private static string Unescape(string text)
    {
        var result = new StringBuilder();
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] != '\\') result.Append(text[i]);
            else if (text[++i] == '\\') result.Append('\\');
            else
            {
                result.Append((char)int.Parse(text.AsSpan(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));
                i += 4;
            }
        }

        return result.ToString();
    }
}
