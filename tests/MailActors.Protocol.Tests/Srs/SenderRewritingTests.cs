using System.Text;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Srs;
using Xunit;

namespace MailActors.Protocol.Tests.Srs;

public class SenderRewritingTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_795_780_800); // 2026-11-27, day JQ

    private readonly SenderRewriting _ours = With("a secret of ours");

    /// <summary>As Mail::SRS 0.31, by the scheme's inventor, has them with this secret, this time and eight characters of hash.</summary>
    [Theory]
    [InlineData("sender@example.com", "SRS0=LK77NuBJ=JQ=example.com=sender@here.test")]
    [InlineData("x=y@a-b.example.net", "SRS0=bZNetGnE=JQ=a-b.example.net=x=y@here.test")]
    [InlineData("SRS0=bM89=TT=source.com=sender@first.test", "SRS1=nXYK+hJ3=first.test==bM89=TT=source.com=sender@here.test")]
    [InlineData("SRS0+bM89=TT=source.com=sender@first.test", "SRS1=6Fy6D3ud=first.test=+bM89=TT=source.com=sender@here.test")]
    [InlineData("SRS1=xxxx=first.test==bM89=TT=source.com=sender@second.test", "SRS1=nXYK+hJ3=first.test==bM89=TT=source.com=sender@here.test")]
    [InlineData("srs1-xxxx=first.test=+bM89=TT=source.com=sender@second.test", "SRS1=6Fy6D3ud=first.test=+bM89=TT=source.com=sender@here.test")]
    public void A_sender_is_rewritten_as_the_scheme_has_it(string sender, string rewritten) =>
        Assert.Equal(rewritten, _ours.Rewrite(Address(sender), "here.test", Now)?.ToString());

    [Theory]
    [InlineData("sender@example.com")]
    [InlineData("Ann.O'Neil+tag@example.org")]
    [InlineData("x=y@a-b.example.net")]
    [InlineData("\"a b\"@example.org")]
    [InlineData("a@[192.0.2.1]")]
    [InlineData("müller@example.org")]
    [InlineData("SRS0=b89=TT=source.com=sender@first.test")]
    [InlineData("SRS0=@first.test")]
    [InlineData("SRS0=x@first.test")]
    [InlineData("SRS1=x@first.test")]
    public void A_bounce_finds_its_way_back(string sender)
    {
        var rewritten = _ours.Rewrite(Address(sender), "here.test", Now)!;
        Assert.Equal(rewritten, Address(rewritten.ToString()));
        Assert.Equal(new SrsReading.Original(Address(sender)), _ours.Read(rewritten, Now));
    }

    [Fact]
    public void Any_number_of_forwarders_leads_back_through_the_first_and_the_last_alone()
    {
        var (first, second, third) = (With("one"), With("two"), With("three"));
        var one = first.Rewrite(Address("ann@example.org"), "first.test", Now)!;
        var two = second.Rewrite(one, "second.test", Now)!;
        var three = third.Rewrite(two, "third.test", Now)!;
        Assert.Equal(two.LocalPart[14..], three.LocalPart[14..]);
        Assert.Equal(new SrsReading.Original(one), third.Read(three, Now));
        Assert.Equal(new SrsReading.Original(Address("ann@example.org")), first.Read(one, Now));
    }

    [Theory]
    [InlineData("SRS0=LK77NuBJ=JQ=example.com=sender", "Original")]
    [InlineData("srs0=lk77nubj=jq=example.com=sender", "Original")]
    [InlineData("SRS0+LK77NuBJ=JQ=example.com=sender", "Original")]
    [InlineData("SRS0-LK77NUBJ=JQ=EXAMPLE.COM=SENDER", "Original")]
    [InlineData("SRS1=nXYK+hJ3=first.test==bM89=TT=source.com=sender", "Original")]
    [InlineData("SRS0=LK77NuBK=JQ=example.com=sender", "Forged")]
    [InlineData("SRS0=LK77=JQ=example.com=sender", "Forged")] // its beginning
    [InlineData("SRS0=LK77NuBJN=JQ=example.com=sender", "Forged")]
    [InlineData("SRS0==JQ=example.com=sender", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JR=example.com=sender", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ=example.net=sender", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ=example.com=sendes", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ==sender", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ=example.com=", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ=example.com", "Forged")]
    [InlineData("SRS0=LK77NuBJ=JQ", "Forged")]
    [InlineData("SRS0=LK77NuBJ", "Forged")]
    [InlineData("SRS1=LK77NuBJ=JQ=example.com=sender", "Forged")]
    [InlineData("SRS1=nXYK+hJ4=first.test==bM89=TT=source.com=sender", "Forged")]
    [InlineData("SRS1=nXYK+hJ3=other.test==bM89=TT=source.com=sender", "Forged")]
    [InlineData("SRS1=nXYK+hJ3=first.test=+bM89=TT=source.com=sender", "Forged")]
    [InlineData("SRS0=ſk77NuBJ=JQ=example.com=sender", "Forged")]
    [InlineData("SRS2=LK77NuBJ=JQ=example.com=sender", "NotRewritten")]
    [InlineData("SRS0.LK77NuBJ=JQ=example.com=sender", "NotRewritten")]
    [InlineData("SRS0=", "NotRewritten")]
    [InlineData("SRS0", "NotRewritten")]
    [InlineData("ann", "NotRewritten")]
    [Trait("acceptance", "RL-04")]
    public void Only_what_a_secret_of_ours_made_is_believed(string local, string reading) =>
        Assert.Equal(reading, _ours.Read(new(local, "here.test"), Now).GetType().Name);

    /// <summary>A hash of ours over what is no address leads nowhere.</summary>
    [Fact]
    public void What_it_leads_back_to_is_an_address()
    {
        var seal = new SrsSeal([Encoding.UTF8.GetBytes("a secret of ours")]);
        Assert.IsType<SrsReading.Forged>(_ours.Read(new($"SRS0={seal.Make("JQ", "ex\rample", "u")}=JQ=ex\rample=u", "here.test"), Now));
        Assert.IsType<SrsReading.Forged>(_ours.Read(new($"SRS1={seal.Make("..", "=x")}=..==x", "here.test"), Now));
        Assert.IsType<SrsReading.Original>(_ours.Read(new($"SRS1={seal.Make("a.test", "=x")}=a.test==x", "here.test"), Now));
    }

    [Theory]
    [InlineData(0, "Original")]
    [InlineData(21, "Original")]
    [InlineData(22, "Expired")]
    [InlineData(500, "Expired")]
    [InlineData(1022, "Expired")]
    [InlineData(-1, "Original")] // another node's midnight
    [InlineData(-2, "Expired")]
    public void It_leads_back_for_21_days(int days, string reading)
    {
        var then = Now - TimeSpan.FromDays(days);
        Assert.Equal(reading, _ours.Read(_ours.Rewrite(Address("ann@example.org"), "here.test", then)!, Now).GetType().Name);
        Assert.Equal(reading == "Original" ? "Kept" : reading, _ours.Read(_ours.RewriteKept("00ff", "here.test", then), Now).GetType().Name);
    }

    [Fact]
    public void After_a_new_secret_the_old_ones_still_prove_what_they_made()
    {
        var old = _ours.Rewrite(Address("ann@example.org"), "here.test", Now)!;
        Assert.Equal(new SrsReading.Original(Address("ann@example.org")), With("new", "a secret of ours").Read(old, Now));
        Assert.NotEqual(old, With("new", "a secret of ours").Rewrite(Address("ann@example.org"), "here.test", Now));
        Assert.IsType<SrsReading.Forged>(With("new").Read(old, Now));
    }

    /// <summary>RFC 5321 §4.5.3.1.1: 64 octets before the @; the rest is for the store.</summary>
    [Theory]
    [InlineData(46, true)]
    [InlineData(47, false)]
    public void What_would_grow_too_long_is_kept(int length, bool fits)
    {
        var sender = new MailAddress(new('a', length - "example.org".Length), "example.org");
        var rewritten = _ours.Rewrite(sender, "here.test", Now);
        Assert.Equal(fits, rewritten is not null);
        Assert.Equal(fits ? 64 : null, rewritten?.LocalPart.Length);

        var name = _ours.NameOf(sender);
        var kept = _ours.RewriteKept(name, "here.test", Now);
        Assert.True(kept.LocalPart.Length <= 64);
        Assert.Equal(new SrsReading.Kept(name), _ours.Read(Address(kept.ToString().ToUpperInvariant()), Now));
        Assert.NotEqual(name, With("another").NameOf(sender));
        Assert.NotEqual(name, _ours.NameOf(new("A" + sender.LocalPart[1..], sender.Domain)));
    }

    /// <summary>What other forwarders make is read although it is longer than an address of ours may be.</summary>
    [Fact]
    public void A_long_address_of_the_scheme_is_an_address_and_any_other_is_not()
    {
        var rest = "=ab12=TT=em1234.mailings.example.net=bounces+1234567-89ab-reader=example.org@forwarder.test";
        Assert.True(AddressParser.TryParse("SRS0" + rest, out var address) && address.LocalPart.Length > 64);
        Assert.False(AddressParser.TryParse("SRS2" + rest, out _));
        Assert.False(AddressParser.TryParse("SRS0=" + new string('a', 240) + "@forwarder.test", out _));
    }

    [Theory]
    [InlineData(0, "AA")]
    [InlineData(86_399, "AA")]
    [InlineData(86_400, "AB")]
    [InlineData(1_795_780_800, "JQ")]
    public void The_day_is_written_as_the_scheme_has_it(long seconds, string stamp) => Assert.Equal(stamp, SrsTimestamp.Of(DateTimeOffset.FromUnixTimeSeconds(seconds)));

    [Theory]
    [InlineData("J")]
    [InlineData("JQQ")]
    [InlineData("J1")]
    [InlineData("J=")]
    [InlineData("")]
    public void What_is_no_day_is_within_none(string stamp) => Assert.False(SrsTimestamp.IsWithin(stamp, 1022, Now));

    private static SenderRewriting With(params string[] secrets) => new(new([.. secrets.Select(s => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(s))]));

    private static MailAddress Address(string text) =>
        AddressParser.TryParse(text, out var address) ? address : throw new ArgumentException($"{text} is no address.", nameof(text));
}
