using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>STARTTLS on all ports that have it, with octets in the clear where none may be.</summary>
[Collection(nameof(HostileNode))]
public class StartTlsTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    /// <summary>The port; what comes before; the command and what its answer begins with; a command to smuggle in, and its answer.</summary>
    public static TheoryData<string, string, string, string, string, string> Ports => new()
    {
        { "smtp", "EHLO me\r\n", "STARTTLS", "220 ", "NOOP", "250 2.0.0" },
        { "submission", "EHLO me\r\n", "STARTTLS", "220 ", "NOOP", "250 2.0.0" },
        { "lmtp", "LHLO me\r\n", "STARTTLS", "220 ", "NOOP", "250 2.0.0" },
        { "imap", "", "t STARTTLS", "t OK", "n NOOP", "n OK" },
        { "pop3", "", "STLS", "+OK Begin TLS", "CAPA", "+OK What I can" },
    };

    [Theory]
    [MemberData(nameof(Ports))]
    [Trait("acceptance", "TL-01")]
    public async Task What_comes_in_the_segment_of_starttls_is_never_done(string service, string before, string command, string ready, string smuggled, string done)
    {
        await using var client = await Greeted(service, before);

        await client.Send($"{command}\r\n{smuggled}\r\n{smuggled}\r\n");
        var heard = await client.Rest();

        Assert.InRange(heard.Count, 0, 1);
        Assert.All(heard, line => Assert.StartsWith(ready, line));
        Assert.DoesNotContain(heard, line => line.StartsWith(done, StringComparison.Ordinal));

        // The control: without the smuggled command TLS begins, and in it the command is done.
        await using var good = await Greeted(service, before);
        await good.Send($"{command}\r\n");
        Assert.StartsWith(ready, await good.Line());
        await good.StartTls();
        await good.Send($"{smuggled}\r\n");
        Assert.StartsWith(done, await good.Line());
    }

    [Theory]
    [MemberData(nameof(Ports))]
    [Trait("acceptance", "TL-02")]
    public async Task What_races_the_handshake_is_never_done(string service, string before, string command, string ready, string smuggled, string done)
    {
        var races = HostileNode.Long ? 1_000 : 100;
        var random = new Random(7);
        for (var race = 0; race < races; race++)
        {
            await using var client = await Greeted(service, before);
            await client.Send($"{command}\r\n");
            if (race % 3 == 0) await client.Line();
            else Thread.SpinWait(random.Next(20_000));
            try
            {
                await client.Send($"{smuggled}\r\n");
                await client.SendInTheClear(ClientHello.Octets);
            }
            catch (IOException)
            {
                // Closed already: in time.
            }

            var heard = await client.Rest();
            Assert.DoesNotContain(heard, line => line.StartsWith(done, StringComparison.Ordinal));
            Assert.All(heard, line => Assert.True(line.StartsWith(ready, StringComparison.Ordinal) || line[0] < ' ', line));
        }

        output.WriteLine($"{service}: {races} races, none won");
    }

    private async Task<MailSession> Greeted(string service, string before)
    {
        var client = await MailSession.Connect(service switch
        {
            "smtp" => Node.Smtp, "submission" => Node.Submission, "lmtp" => Node.Lmtp, "imap" => Node.Imap, _ => Node.Pop3,
        });
        await client.Line();
        if (before.Length == 0) return client;
        await client.Send(before);
        await client.Reply();
        return client;
    }
}
