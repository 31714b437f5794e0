using System.Net;
using System.Text;
using System.Threading.Channels;
using Akka.Actor;
using MailActors.Actors.Transport;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>A client that speaks octets.</summary>
internal sealed class TestClient
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Channel<ReadOnlyMemory<byte>> _received = Channel.CreateUnbounded<ReadOnlyMemory<byte>>();
    private byte[] _rest = [];

    public TestClient(ActorSystem system, Props session, bool tls)
    {
        var info = new ConnectionInfo(new(IPAddress.Parse("192.0.2.7"), 4711), new(IPAddress.Loopback, 143), tls ? TestPipeline.Tls : null);
        Pipeline = system.ActorOf(Props.Create(() => new TestPipeline(session, info, _received.Writer)));
    }

    public IActorRef Pipeline { get; }

    public void Send(string text) => Pipeline.Tell(new TestPipeline.Input(Encoding.UTF8.GetBytes(text)));

    public void Send(byte[] bytes) => Pipeline.Tell(new TestPipeline.Input(bytes));

    public void Line(string text) => Send(text + "\r\n");

    /// <summary>One line without its CRLF; null when the server has closed.</summary>
    public async Task<string?> ReadLine()
    {
        while (true)
        {
            var end = _rest.AsSpan().IndexOf("\r\n"u8);
            if (end >= 0)
            {
                var line = Encoding.UTF8.GetString(_rest.AsSpan(0, end));
                _rest = _rest[(end + 2)..];
                return line;
            }

            if (!await More()) return _rest.Length == 0 ? null : throw new InvalidOperationException("Closed within a line: " + Encoding.UTF8.GetString(_rest));
        }
    }

    /// <summary>Lines up to and with the one that begins with <paramref name="tag"/>.</summary>
    public async Task<List<string>> ReadTo(string tag)
    {
        var lines = new List<string>();
        while (true)
        {
            lines.Add(await ReadLine() ?? throw new InvalidOperationException($"Closed before {tag}: {string.Join('\n', lines)}"));
            if (lines[^1].StartsWith(tag + " ", StringComparison.Ordinal)) return lines;
        }
    }

    /// <summary>Sends a command and reads to its end.</summary>
    public Task<List<string>> Do(string command)
    {
        Line(command);
        return ReadTo(command[..command.IndexOf(' ')]);
    }

    /// <summary>Octets received and not yet read as lines.</summary>
    public async Task<long> Drain(long atLeast)
    {
        long count = _rest.Length;
        _rest = [];
        while (count < atLeast)
        {
            if (!await More()) return count;
            count += _rest.Length;
            _rest = [];
        }

        return count;
    }

    public bool HasMore => _rest.Length > 0 || _received.Reader.TryPeek(out _);

    private async Task<bool> More()
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            if (!await _received.Reader.WaitToReadAsync(patience.Token)) return false;
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException("The server says nothing; so far: " + Encoding.UTF8.GetString(_rest));
        }

        while (_received.Reader.TryRead(out var bytes)) _rest = [.. _rest, .. bytes.Span];
        return true;
    }
}
