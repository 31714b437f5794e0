using System.Net;
using System.Threading.Channels;
using Akka.Actor;
using MailActors.Actors.Tests.Imap.Running;
using MailActors.Actors.Transport;
using MailActors.Protocol.Tests.Mime;
using Xunit;

namespace MailActors.Actors.Tests.Pop3;

public class Pop3CorpusTests
{
    private readonly Channel<ReadOnlyMemory<byte>> _received = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();

    [Fact]
    [Trait("acceptance", "MI-07")]
    public async Task Every_message_comes_back_as_it_was_stored()
    {
        using var world = new Pop3World();
        for (var i = 0; i < MessageCorpus.Count; i++) world.Deliver(MessageCorpus.Message(i));
        var info = new ConnectionInfo(new(IPAddress.Loopback, 4711), new(IPAddress.Loopback, 995), TestPipeline.Tls);
        var pipeline = world.System.ActorOf(Props.Create(() => new TestPipeline(world.Session, info, _received.Writer)));
        await ReadTo("ready.\r\n"u8.ToArray());
        Send(pipeline, "USER user@example.test");
        await ReadTo("\r\n"u8.ToArray());
        Send(pipeline, "PASS secret");
        await ReadTo("\r\n"u8.ToArray());
        for (var i = 0; i < MessageCorpus.Count; i++)
        {
            Send(pipeline, $"RETR {i + 1}");
            var reply = await ReadTo("\r\n.\r\n"u8.ToArray());
            Assert.True(Unstuff(reply).SequenceEqual(MessageCorpus.Message(i)), $"message {i}");
        }
    }

    private static void Send(IActorRef pipeline, string command) =>
        pipeline.Tell(new TestPipeline.Input(System.Text.Encoding.ASCII.GetBytes(command + "\r\n")));

    private async Task<byte[]> ReadTo(byte[] end)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var all = new List<byte>();
        while (all.Count < end.Length || !all.TakeLast(end.Length).SequenceEqual(end)) all.AddRange((await _received.Reader.ReadAsync(patience.Token)).ToArray());
        return [.. all];
    }

    /// <summary>Without the first line, the dots in front and the last dot.</summary>
    private static List<byte> Unstuff(byte[] reply)
    {
        var message = new List<byte>();
        for (var at = reply.AsSpan().IndexOf((byte)'\n') + 1; at < reply.Length - 3;)
        {
            var end = at + reply.AsSpan(at).IndexOf((byte)'\n') + 1;
            message.AddRange(reply.AsSpan(reply[at] == '.' ? at + 1 : at, end - (reply[at] == '.' ? at + 1 : at)));
            at = end;
        }

        return message;
    }
}
