using System.Text;
using Akka.Actor;
using Akka.TestKit;
using Akka.TestKit.Xunit2;
using MailActors.Actors.Smtp;
using MailActors.Actors.Transport;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using Xunit;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>A client and the pipeline of its connection in one: what is sent goes through the real decoder when the session asks for a frame,
/// and all is done in step with the test.</summary>
internal sealed class SmtpClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TestProbe _pipeline;
    private readonly FrameDecoder _decoder = new();
    private readonly StringBuilder _heard = new();
    private Expect? _expect;

    public SmtpClient(TestKit kit, SmtpServices services, SmtpEndpointKind kind, bool tls, bool startTls, bool spokeFirst)
    {
        _pipeline = kit.CreateTestProbe();
        Session = kit.Sys.ActorOf(SmtpSessionActor.Props(services, kind, startTls));
        kit.Watch(Session);
        Session.Tell(new Connected(_pipeline.Ref, SmtpWorld.Connection(tls), spokeFirst), _pipeline.Ref);
        Run();
        Banner = Heard();
    }

    public IActorRef Session { get; }

    public string Banner { get; }

    public bool Closed { get; private set; }

    public bool TlsStarted { get; private set; }

    public TimeSpan Deadline { get; private set; }

    /// <summary>Sends the text in one segment, and gives back all replies.</summary>
    public string Send(string text) => Send(Encoding.Latin1.GetBytes(text));

    public string Send(params byte[][] segments)
    {
        foreach (var segment in segments) Feed(segment);
        return Heard();
    }

    /// <summary>One line a time, as a client that waits for answers. Its lines begin with <c>&gt; </c>, those of the server, which may end in
    /// <c>…</c>, with <c>&lt; </c>.</summary>
    public void Talk(string dialogue)
    {
        var heard = new Queue<string>();
        foreach (var line in dialogue.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (line.StartsWith("< ", StringComparison.Ordinal))
            {
                Assert.True(heard.TryDequeue(out var said), $"Nothing was said where \"{line}\" was to come.");
                if (line.EndsWith('…')) Assert.StartsWith(line[2..^1], said);
                else Assert.Equal(line[2..], said);
            }
            else if (line.StartsWith('>'))
            {
                Assert.Empty(heard);
                foreach (var reply in Send(line.Length > 2 ? line[2..] + "\r\n" : "\r\n").Split("\r\n", StringSplitOptions.RemoveEmptyEntries)) heard.Enqueue(reply);
            }
        }

        Assert.Empty(heard);
    }

    /// <summary>Greets, and logs in where it has to be.</summary>
    public SmtpClient Greet(string? login = null)
    {
        Assert.StartsWith("250", Send("EHLO client.test\r\n"));
        if (login is not null)
            Assert.StartsWith("235", Send($"AUTH PLAIN {Convert.ToBase64String(Encoding.UTF8.GetBytes($"\0{login}\0{SmtpWorld.Password}"))}\r\n"));
        return this;
    }

    public void Tell(object message)
    {
        Session.Tell(message, _pipeline.Ref);
        if (message is TimedOut) _expect = null;
    }

    /// <summary>Waits for what the session does by itself.</summary>
    public string Await()
    {
        Run();
        return Heard();
    }

    private void Feed(byte[] segment)
    {
        var at = 0;
        while (!Closed)
        {
            if (_expect is null) throw new InvalidOperationException("The session does not listen.");
            var frame = _decoder.Read(segment.AsMemory(at), _expect, out var consumed);
            at += consumed;
            if (frame is null) return;
            _expect = null;
            Session.Tell(new Received(frame, More: at < segment.Length), _pipeline.Ref);
            Run();
            if (at == segment.Length && _expect is not Expect.Octets { Count: 0 }) return;
        }
    }

    /// <summary>Until the session wants to read or closes.</summary>
    private void Run()
    {
        while (true)
        {
            switch (_pipeline.ReceiveOne(Patience))
            {
                case Write write:
                    _heard.Append(Encoding.Latin1.GetString(write.Bytes.Span));
                    break;
                case Read read:
                    (_expect, Deadline) = (read.Expect, read.Deadline);
                    return;
                case StartTls:
                    TlsStarted = true;
                    Session.Tell(new TlsStarted(SmtpWorld.Tls), _pipeline.Ref);
                    break;
                case Close:
                    Closed = true;
                    Session.Tell(new Closed(CloseReason.BySession), _pipeline.Ref);
                    return;
                case null:
                    throw new TimeoutException("The session says nothing.");
                case var other:
                    throw new InvalidOperationException($"Unknown message {other}.");
            }
        }
    }

    private string Heard()
    {
        var text = _heard.ToString();
        _heard.Clear();
        return text;
    }
}
