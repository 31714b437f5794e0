using MailActors.Actors.Tests.Delivery.Remote.Outbound;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>SIGTERM while another host has the whole message and has not answered.</summary>
public class StopWhileSendingTests
{
    [Theory]
    [Trait("acceptance", "DR-02")]
    [InlineData(true, 1)]
    // The control: a host that does not answer in time gets the message again, for nobody can know that it took it.
    [InlineData(false, 2)]
    public async Task A_host_that_answers_in_time_does_not_get_the_message_twice(bool answers, int copies)
    {
        await using var node = await SendingNode.Start(new() { ["MAILACTORS__QUEUE__DRAINWITHIN"] = "00:00:03" });
        using var stopped = new ManualResetEventSlim();
        var first = true;
        node.Sink.On["DOT"] = _ =>
        {
            if (!first) return "";
            first = false;
            if (!answers) return Sink.Hang;
            stopped.Wait(TimeSpan.FromSeconds(60));
            Thread.Sleep(500);
            return "";
        };
        await using (var session = await node.Submit()) Assert.StartsWith("250", await node.Send(session, "bob@elsewhere.test"));
        for (var i = 0; i < 600 && node.Sink.Messages.IsEmpty; i++) await Task.Delay(50);

        var stopping = node.Process.Stop();
        stopped.Set();
        Assert.Equal(0, await stopping);
        await node.Process.StartAgain();
        Assert.True(await node.Process.QueueRunsEmpty(), node.Process.Log);
        Assert.Equal(copies, node.Sink.Messages.Count);
    }
}
