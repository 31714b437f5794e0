using System.Collections.Concurrent;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>A host that turns away whoever it has not seen, and lets in who comes again from the same address with the same sender.</summary>
public class GreylistTests
{
    [Fact]
    [Trait("acceptance", "RM-04")]
    public async Task Greylisted_mail_comes_again_from_the_same_address_with_the_same_sender_and_is_taken_at_the_second_try()
    {
        const int Mails = 8;
        await using var node = await SendingNode.Start(new()
        {
            ["MAILACTORS__OUTBOUND__SOURCES__0__FOR"] = "*",
            ["MAILACTORS__OUTBOUND__SOURCES__0__ADDRESSES__0"] = "127.0.0.11",
            ["MAILACTORS__OUTBOUND__SOURCES__0__ADDRESSES__1"] = "127.0.0.12",
            ["MAILACTORS__OUTBOUND__SOURCES__0__ADDRESSES__2"] = "127.0.0.13",
            // Later than the host asks for: it is the greylisting that brings the mail back soon.
            ["MAILACTORS__QUEUE__FIRSTRETRY"] = "01:00:00",
        });
        var seen = new ConcurrentDictionary<string, DateTimeOffset>();
        var early = 0;
        node.Sink.OnRecipient = (source, sender, recipient) =>
        {
            var now = DateTimeOffset.UtcNow;
            var since = now - seen.GetOrAdd($"{source} {sender} {recipient}", now);
            if (since == TimeSpan.Zero) return "450 4.7.1 Greylisted, try again in 2 seconds";
            if (since < TimeSpan.FromSeconds(2)) Interlocked.Increment(ref early);
            return "";
        };
        await using (var session = await node.Submit())
            for (var i = 0; i < Mails; i++) Assert.StartsWith("250", await node.Send(session, $"user{i}@elsewhere.test"));

        Assert.True(await node.Process.QueueRunsEmpty(seconds: 120), (await node.Process.Mailctl("queue", "list")).Everything);
        // One triplet for each: none came again from another address, which would have been turned away again.
        Assert.Equal(Mails, seen.Count);
        Assert.Equal(2 * Mails, node.Sink.Said("RCPT").Count());
        Assert.Equal((Mails, 0), (node.Sink.Transactions.Count(t => t.IsTaken), early));
    }
}
