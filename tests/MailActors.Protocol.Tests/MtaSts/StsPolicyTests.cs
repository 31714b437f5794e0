using System.Text;
using MailActors.Protocol.MtaSts;
using Xunit;

namespace MailActors.Protocol.Tests.MtaSts;

public sealed class StsPolicyTests
{
    private const string Good = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmx: *.example.net\r\nmx: backupmx.example.com\r\nmax_age: 604800\r\n";

    [Theory]
    [InlineData(Good)]
    [InlineData("version:STSv1\nmode:enforce\nmx:mail.example.com\nmx:*.Example.NET\nmx:backupmx.example.com\nmax_age:604800")]
    [InlineData("max_age: 604800\n\nmx: mail.example.com \nmx: *.example.net.\nversion: STSv1\nunknown: whatever\nmx: backupmx.example.com\nmode: enforce\nmode: none\nmax_age: 1\n")]
    public void A_policy_is_read(string text)
    {
        var policy = Parse(text)!;
        Assert.Equal((StsMode.Enforce, 604800L), (policy.Mode, policy.MaxAge));
        Assert.True(policy.Hosts.SequenceEqual(["mail.example.com", "*.example.net", "backupmx.example.com"]));
    }

    [Fact]
    public void What_we_write_is_what_others_read() => Assert.Equal(Good, Parse(Good)!.ToString());

    [Theory]
    [InlineData("")]
    [InlineData("mode: enforce\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv2\nmode: enforce\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforced\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmx: a.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: -1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.test\nmax_age: 99999999999\n")]
    [InlineData("version: STSv1\nmode: enforce\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a.*.test\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: a b\nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: \nmax_age: 1\n")]
    [InlineData("version: STSv1\nmode: enforce\nmx: ä.test\nmax_age: 1\n")]
    [InlineData("<html>not found</html>")]
    public void What_is_no_policy_is_refused(string text) => Assert.Null(Parse(text));

    [Fact]
    public void A_policy_of_none_needs_no_hosts() => Assert.Equal(StsMode.None, Parse("version: STSv1\nmode: none\nmax_age: 0\n")!.Mode);

    [Fact]
    public void A_year_is_the_longest_age() => Assert.Equal(31_557_600, Parse("version: STSv1\nmode: none\nmax_age: 9999999999\n")!.MaxAge);

    [Fact, Trait("acceptance", "SS-02")]
    public void Size_and_hosts_are_bounded()
    {
        Assert.NotNull(Parse(Good + new string('\n', StsPolicy.MaxLength - Good.Length)));
        Assert.Null(Parse(Good + new string('\n', StsPolicy.MaxLength - Good.Length + 1)));
        string Many(int count) => "version: STSv1\nmode: enforce\nmax_age: 1\n" + string.Concat(Enumerable.Repeat("mx: a.test\n", count));
        Assert.NotNull(Parse(Many(1000)));
        Assert.Null(Parse(Many(1001)));
    }

    [Theory]
    [InlineData("mail.example.com", true)]
    [InlineData("MAIL.example.com", true)]
    [InlineData("mx1.example.net", true)]
    [InlineData("example.net", false)]
    [InlineData("a.mx1.example.net", false)]
    [InlineData("mail.example.com.evil.test", false)]
    [InlineData("other.example.com", false)]
    [InlineData(".example.net", false)]
    public void A_star_stands_for_one_label(string host, bool allowed) => Assert.Equal(allowed, Parse(Good)!.Allows(host));

    [Fact]
    public void Rubbish_never_throws()
    {
        var random = new Random(8461);
        var seed = Encoding.ASCII.GetBytes(Good);
        for (var round = 0; round < 20_000; round++)
        {
            var text = (byte[])seed.Clone();
            for (var change = random.Next(1, 6); change > 0; change--) text[random.Next(text.Length)] = (byte)random.Next(256);
            var cut = text.AsSpan(0, random.Next(text.Length + 1));
            if (StsPolicy.Parse(cut) is { } policy) Assert.NotEmpty(policy.Hosts);
            StsRecord.IdOf([Encoding.Latin1.GetString(cut)]);
        }
    }

    private static StsPolicy? Parse(string text) => StsPolicy.Parse(Encoding.UTF8.GetBytes(text));
}
