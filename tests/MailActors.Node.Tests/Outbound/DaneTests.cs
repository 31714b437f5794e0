using System.Security.Cryptography;
using MailActors.Actors.Tests.Delivery.Remote.Certificates;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using MailActors.Node.Tests.Running;
using MailActors.Storage.Tests.Dns;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>From a signed zone by a resolver that validates to the certificate of the host that mail goes to.</summary>
public class DaneTests
{
    [Fact]
    [Trait("acceptance", "TL-12")]
    public async Task Mail_goes_to_the_host_that_a_signed_record_vouches_for_and_to_no_other()
    {
        var sink = new Sink { Certificate = TestAuthority.Root().Host(["somebody.else.test"]) };
        sink.Offers = [.. sink.Offers, "STARTTLS"];
        var key = Convert.ToHexString(SHA256.HashData(sink.Certificate.PublicKey.ExportSubjectPublicKeyInfo()));
        var dns = new ValidatingResolver
        {
            Signed = $"""
                right MX 10 mx.right
                mx.right A 127.0.0.1
                _{sink.Port}._tcp.mx.right TLSA 3 1 1 {key}
                wrong MX 10 mx.wrong
                mx.wrong A 127.0.0.1
                _{sink.Port}._tcp.mx.wrong TLSA 3 1 1 {new string('5', 64)}
                """,
        };
        await dns.InitializeAsync();
        try
        {
            var node = await NodeProcess.Start(new()
            {
                ["MAILACTORS__OUTBOUND__PORT"] = $"{sink.Port}",
                ["MAILACTORS__OUTBOUND__DNS__RESOLVERS__0"] = dns.Address,
                ["MAILACTORS__OUTBOUND__DNS__ALLOWLOOPBACK"] = "true",
            });
            await using var sending = new SendingNode(node, sink, await node.AddAccount("ann"));
            await using var session = await sending.Submit();
            Assert.Equal(0, (await node.Mailctl("route", "test", "bob@right.secure.test")).ExitCode);

            Assert.StartsWith("250", await sending.Send(session, "bob@wrong.secure.test", "Subject: held\r\n\r\nbody"));
            var held = "";
            for (var i = 0; i < 600 && !held.Contains("4.7.", StringComparison.Ordinal); i++)
            {
                held = (await node.Mailctl("queue", "list", "--json")).Output;
                await Task.Delay(100);
            }

            Assert.Contains("4.7.", held);
            Assert.Empty(sink.Messages);
            Assert.Empty(sink.Said("MAIL"));

            Assert.StartsWith("250", await sending.Send(session, "bob@right.secure.test", "Subject: goes\r\n\r\nbody"));
            for (var i = 0; i < 600 && sink.Messages.IsEmpty; i++) await Task.Delay(100);
            Assert.Single(sink.Messages);
            Assert.NotEmpty(sink.Said("STARTTLS"));
        }
        finally
        {
            await dns.DisposeAsync();
        }
    }
}
