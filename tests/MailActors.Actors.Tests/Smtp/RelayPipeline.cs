using System.Net;
using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using MailActors.Actors.Transport;
using MailActors.Protocol.Framing;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>Says whole lines to a session from a chosen address.</summary>
internal sealed class RelayPipeline
{
    private readonly TestProbe _probe;
    private readonly IActorRef _session;

    public RelayPipeline(TestKit kit, IActorRef session, string address)
    {
        (_probe, _session) = (kit.CreateTestProbe(), session);
        var info = new ConnectionInfo(new IPEndPoint(IPAddress.Parse(address), 1024), new IPEndPoint(IPAddress.Loopback, 25), null);
        session.Tell(new Connected(_probe.Ref, info), _probe.Ref);
    }

    public string Say(params string[] lines)
    {
        var heard = new StringBuilder();
        Hear(heard);
        foreach (var line in lines)
        {
            _session.Tell(new Received(new Frame.Line(Encoding.ASCII.GetBytes(line), false)), _probe.Ref);
            Hear(heard);
        }

        return heard.ToString();
    }

    private void Hear(StringBuilder into)
    {
        while (_probe.ReceiveOne(TimeSpan.FromSeconds(60)) is Write write) into.Append(Encoding.ASCII.GetString(write.Bytes.Span));
    }
}
