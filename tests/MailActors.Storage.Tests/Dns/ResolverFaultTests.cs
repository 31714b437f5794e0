using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Storage.Dns;

namespace MailActors.Storage.Tests.Dns;

/// <summary>A resolver may do what it likes: the next one is asked, and without one the mail is put off. It is never given back for it.</summary>
public sealed class ResolverFaultTests(NameServer server) : IClassFixture<NameServer>
{
    private const int Truncated = 0x02; // RFC 1035 §4.1.1, third octet

    public static readonly TheoryData<string> Faults = ["silence", "SERVFAIL", "REFUSED", "rubbish", "another question", "half a header", "cut off, and nothing by TCP", "cut off, and half by TCP", "a record cut short"];

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

    [Fact, Trait("acceptance", "DN-03")]
    public async Task Of_as_many_exchangers_as_an_answer_can_hold_a_few_are_looked_up_and_five_addresses_used()
    {
        const int Many = 2800;
        await using var resolver = new FaultyResolver(
            question => TypeOf(question) switch
            {
                0x0f => Answer(question, code: 0, Truncated),
                0x01 => Records(question, 1, _ => [0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1]),
                _ => Answer(question, code: 0),
            },
            // h0 to h2799 below the name that was asked for, all of them of one preference.
            answerOverTcp: question => Records(question, Many, i =>
            {
                var label = System.Text.Encoding.ASCII.GetBytes($"h{i}");
                return [0, 0x0f, 0, 1, 0, 0, 0, 60, 0, (byte)(label.Length + 5), 0, 10, (byte)label.Length, .. label, 0xc0, 12];
            }));
        using var dns = new DnsLookups(new() { Resolvers = [resolver.Address] }, TimeProvider.System);

        var found = Assert.IsType<MailExchanges.Found>(await Resolve(dns, "flood.test"));
        Assert.Equal(5, found.Hosts.Sum(h => h.Addresses.Length));
        Assert.InRange(resolver.Asked, 2 + 5, 2 + 20);
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
        // An MX record of one octet.
        "a record cut short" => new(question => Records(question, 1, _ => [0x00, 0x0f, 0, 1, 0, 0, 0, 60, 0, 1, 0])),
        _ => throw new ArgumentException("A fault of another kind.", nameof(fault)),
    };

    private static byte[] Answer(byte[] question, byte code, byte flags = 0)
    {
        var answer = question.ToArray();
        answer[2] |= (byte)(0x80 | flags);
        answer[3] = (byte)(0x80 | code);
        return answer;
    }

    private static int TypeOf(byte[] question)
    {
        var at = 12;
        while (question[at] != 0) at += question[at] + 1;
        return question[at + 1] << 8 | question[at + 2];
    }

    /// <param name="record">From the type on; its name is the one that was asked for.</param>
    private static byte[] Records(byte[] question, int count, Func<int, byte[]> record)
    {
        var end = 12;
        while (question[end] != 0) end += question[end] + 1;
        var answer = Answer(question[..(end + 5)], code: 0);
        (answer[6], answer[7]) = ((byte)(count >> 8), (byte)count);
        // What the question had besides: its EDNS record.
        (answer[10], answer[11]) = (0, 0);
        return [.. answer, .. Enumerable.Range(0, count).SelectMany(i => record(i).Prepend((byte)12).Prepend((byte)0xc0))];
    }
}
