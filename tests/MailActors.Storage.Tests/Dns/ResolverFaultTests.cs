using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>A resolver may do what it likes: the next one is asked, and without one the mail is put off. It is never given back for it.</summary>
public sealed class ResolverFaultTests(NameServer server) : IClassFixture<NameServer>
{
    private const int Truncated = 0x02; // RFC 1035 §4.1.1, third octet

    public static readonly TheoryData<string> Faults = ["silence", "SERVFAIL", "REFUSED", "rubbish", "another question", "half a header", "cut off, and nothing by TCP", "cut off, and half by TCP"];

    [Theory, Trait("acceptance", "DN-02")]
    [MemberData(nameof(Faults))]
    public async Task A_faulty_resolver_is_passed_over(string fault)
    {
        await using var faulty = Make(fault);
        using var dns = server.Lookups(faulty.Address);

        Assert.Equal(["mx1.two.test", "mx2.two.test"], Assert.IsType<MailExchanges.Found>(await Resolve(dns, "two.test")).Hosts.Select(h => h.Name));
        Assert.NotEqual(0, faulty.Asked);
        // What the other knows not to be there is not there.
        Assert.Equal("5.1.2", Assert.IsType<MailExchanges.None>(await Resolve(dns, "nobody.test")).Reason.Status);
    }

    [Theory, Trait("acceptance", "DN-02")]
    [MemberData(nameof(Faults))]
    public async Task Without_another_resolver_the_mail_is_put_off(string fault)
    {
        await using var faulty = Make(fault);
        using var dns = new DnsLookups(new() { Resolvers = [faulty.Address], Timeout = TimeSpan.FromMilliseconds(200) }, TimeProvider.System);

        Assert.Equal("4.4.3", Assert.IsType<MailExchanges.CannotTell>(await Resolve(dns, "two.test")).Reason.Status);
    }

    [Fact]
    public async Task No_such_domain_needs_a_resolver_that_says_so()
    {
        // The control: the same header with the code of NXDOMAIN is believed.
        await using var resolver = new FaultyResolver(question => Answer(question, code: 3));
        using var dns = new DnsLookups(new() { Resolvers = [resolver.Address] }, TimeProvider.System);
        Assert.Equal("5.1.2", Assert.IsType<MailExchanges.None>(await Resolve(dns, "two.test")).Reason.Status);
    }

    [Fact]
    public async Task Many_who_ask_the_same_ask_once_and_the_answer_is_kept()
    {
        await using var resolver = new FaultyResolver(question => Answer(question, code: 2));
        using var dns = new DnsLookups(new() { Resolvers = [resolver.Address], FailureTtl = TimeSpan.FromMinutes(5) }, TimeProvider.System);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => dns.Texts("two.test", default).AsTask()));
        Assert.IsType<DnsAnswer<string>.CannotTell>(await dns.Texts("TWO.test.", default));
        Assert.Equal(1, resolver.Asked);
        await dns.Texts("three.test", default);
        Assert.Equal(2, resolver.Asked);
    }

    private static ValueTask<MailExchanges> Resolve(DnsLookups dns, string domain) =>
        new MailExchangeResolver(dns, new(), new OwnHost("mail.here.test", [], allowLoopback: false), TimeProvider.System).Resolve(domain, default);

    private static FaultyResolver Make(string fault) => fault switch
    {
        "silence" => new(_ => null),
        "SERVFAIL" => new(question => Answer(question, code: 2)),
        "REFUSED" => new(question => Answer(question, code: 5)),
        "rubbish" => new(question => [question[0], question[1], .. Enumerable.Repeat((byte)0xff, 50)]),
        "another question" => new(question =>
        {
            var answer = Answer(question, code: 0);
            answer[13] = (byte)'x'; // the first letter of the name
            return answer;
        }),
        "half a header" => new(question => question[..6]),
        "cut off, and nothing by TCP" => new(question => Answer(question, code: 0, Truncated)),
        "cut off, and half by TCP" => new(question => Answer(question, code: 0, Truncated), overTcp: [0x40, 0x00, 1, 2, 3]),
        _ => throw new ArgumentException("A fault of another kind.", nameof(fault)),
    };

    private static byte[] Answer(byte[] question, byte code, byte flags = 0)
    {
        var answer = question.ToArray();
        answer[2] |= (byte)(0x80 | flags);
        answer[3] = (byte)(0x80 | code);
        return answer;
    }
}
