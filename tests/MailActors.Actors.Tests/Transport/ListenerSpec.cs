using System.Net;
using System.Net.Sockets;
using Akka.Actor;
using MailActors.Actors.Transport;
using MailActors.Actors.Transport.Listening;
using Xunit;
using Xunit.Abstractions;
using static MailActors.Actors.Transport.Listening.ListenerProtocol;

namespace MailActors.Actors.Tests.Transport;

public sealed class ListenerSpec(ITestOutputHelper output) : ConnectionSpec(output)
{
    private IActorRef _listener = ActorRefs.Nobody;

    [Fact]
    public void Each_connection_gets_a_session()
    {
        var address = Start(new ConnectionLimitSettings());
        using var one = Dial(address);
        using var two = Dial(address);
        Assert.Equal("+OK\r\n", Take(one, 5));
        Assert.Equal("+OK\r\n", Take(two, 5));
        var status = Ask<ListenerStatus>(GetStatus.Instance);
        Assert.Equal((2, 2L, 0L), (status.Open, status.Accepted, status.Refused));
        var listed = Ask<ConnectionList>(ListConnections.Instance).Connections;
        Assert.Contains(one.LocalEndPoint, listed.Select(connection => connection.Remote));
    }

    [Fact, Trait("acceptance", "OV-02")]
    public void Over_the_limit_of_an_address_there_is_one_line_and_the_end_and_a_leaver_makes_room()
    {
        var address = Start(new ConnectionLimitSettings { PerAddress = 2 });
        using var one = Dial(address);
        using var two = Dial(address);
        Take(one, 5);
        Take(two, 5);
        using var three = Dial(address);
        Assert.Equal("-ERR busy\r\n", Take(three));
        Send(two, "QUIT\r\n");
        Assert.Equal("bye\r\n", Take(two));
        AwaitCondition(() => Ask<ListenerStatus>(GetStatus.Instance).Open == 1);
        using var four = Dial(address);
        Assert.Equal("+OK\r\n", Take(four, 5));
        Assert.Equal(1, Ask<ListenerStatus>(GetStatus.Instance).Refused);
    }

    [Fact]
    public void A_session_that_crashes_takes_only_its_own_connection_with_it()
    {
        var address = Start(new ConnectionLimitSettings());
        using var bad = Dial(address);
        using var good = Dial(address);
        Take(bad, 5);
        Take(good, 5);
        Send(bad, "CRASH\r\n");
        Assert.Equal("421 internal error\r\n", Take(bad));
        Send(good, "QUIT\r\n");
        Assert.Equal("bye\r\n", Take(good));
    }

    [Fact]
    public void A_drain_lets_sessions_say_goodbye_and_takes_no_new_ones()
    {
        var address = Start(new ConnectionLimitSettings());
        using var client = Dial(address);
        Take(client, 5);
        _listener.Tell(new Drain(TimeSpan.FromSeconds(30)), TestActor);
        Assert.Equal("shutting down\r\n", Take(client));
        ExpectMsg<Drained>();
        Assert.Throws<SocketException>(() => Dial(address));
    }

    [Fact]
    public void A_session_that_does_not_heed_a_drain_is_stopped_at_its_end()
    {
        var address = Start(new ConnectionLimitSettings());
        using var client = Dial(address);
        Take(client, 5);
        Send(client, "DEAF\r\n");
        Assert.Equal("deaf\r\n", Take(client, 6));
        _listener.Tell(new Drain(TimeSpan.FromMilliseconds(200)), TestActor);
        Assert.Equal("421 internal error\r\n", Take(client));
        ExpectMsg<Drained>();
    }

    [Fact]
    public void A_port_that_is_taken_is_told_and_not_a_crash()
    {
        var address = Start(new ConnectionLimitSettings());
        var second = Sys.ActorOf(ListenerActor.Props(Endpoint(address), Environment, new ConnectionLimits(new ConnectionLimitSettings(), Time), Time));
        second.Tell(AwaitBound.Instance, TestActor);
        Assert.Contains("can't listen", ExpectMsg<BindFailed>().Reason);
    }

    private IPEndPoint Start(ConnectionLimitSettings limits)
    {
        _listener = Sys.ActorOf(ListenerActor.Props(
            Endpoint(new IPEndPoint(IPAddress.Loopback, 0)), Environment, new ConnectionLimits(limits, Time), Time));
        return Ask<Bound>(AwaitBound.Instance).Address;
    }

    private static ListenerEndpoint Endpoint(IPEndPoint address) => new(
        "pop3", address, () => Props.Create(() => new Greeter()), null, false, "-ERR busy\r\n"u8.ToArray(), "421 internal error\r\n"u8.ToArray());

    private T Ask<T>(object message)
    {
        _listener.Tell(message, TestActor);
        return ExpectMsg<T>();
    }

    private static Socket Dial(IPEndPoint address)
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        client.Connect(address);
        return client;
    }

    private sealed class Greeter : ReceiveActor
    {
        private IActorRef _pipeline = ActorRefs.Nobody;
        private bool _deaf;

        public Greeter()
        {
            Receive<ConnectionProtocol.Connected>(connected =>
            {
                _pipeline = connected.Pipeline;
                _pipeline.Tell(Text("+OK\r\n"));
                _pipeline.Tell(Line());
            });
            Receive<ConnectionProtocol.Received>(received => Handle(ConnectionSpec.Text(received)));
            Receive<ConnectionProtocol.Drain>(_ =>
            {
                if (!_deaf) Say("shutting down\r\n", ConnectionProtocol.Close.Instance);
            });
            Receive<ConnectionProtocol.Closed>(_ => Context.Stop(Self));
        }

        private void Handle(string line)
        {
            switch (line)
            {
                case "QUIT":
                    Say("bye\r\n", ConnectionProtocol.Close.Instance);
                    break;
                case "DEAF":
                    _deaf = true;
                    Say("deaf\r\n", Line());
                    break;
                default:
                    throw new InvalidOperationException("A crash, as asked for.");
            }
        }

        private void Say(string words, object then)
        {
            _pipeline.Tell(Text(words));
            _pipeline.Tell(then);
        }
    }
}
