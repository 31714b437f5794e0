using System.Net;
using System.Net.Sockets;

namespace MailActors.Storage.Tests.Dns;

/// <summary>Answers every question as it is told to, over UDP; over TCP it takes the question and says only so much.</summary>
internal sealed class FaultyResolver : IAsyncDisposable
{
    private readonly UdpClient _udp;
    private readonly TcpListener _tcp;
    private readonly Func<byte[], byte[]?> _answer;
    private readonly byte[] _overTcp;
    private readonly Func<byte[], byte[]>? _answerOverTcp;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _running;
    private int _asked;

    /// <param name="answer">Of a question; null: silence.</param>
    /// <param name="overTcp">Octets said to whoever comes by TCP; then nothing, for ever.</param>
    /// <param name="answerOverTcp">Of a question by TCP; instead of <paramref name="overTcp"/>.</param>
    public FaultyResolver(Func<byte[], byte[]?> answer, byte[]? overTcp = null, Func<byte[], byte[]>? answerOverTcp = null)
    {
        (_udp, _tcp) = Bind();
        (_answer, _overTcp, _answerOverTcp) = (answer, overTcp ?? [], answerOverTcp);
        _running = Task.WhenAll(Udp(), Tcp());
    }

    public string Address => _tcp.LocalEndpoint.ToString()!;

    public int Asked => _asked;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _udp.Dispose();
        _tcp.Dispose();
        _stop.Dispose();
    }

    private static (UdpClient, TcpListener) Bind()
    {
        while (true)
        {
            var tcp = new TcpListener(IPAddress.Loopback, 0);
            tcp.Start();
            try
            {
                return (new((IPEndPoint)tcp.LocalEndpoint), tcp);
            }
            catch (SocketException)
            {
                tcp.Dispose(); // the port is taken for UDP
            }
        }
    }

    private async Task Udp()
    {
        try
        {
            while (true)
            {
                var question = await _udp.ReceiveAsync(_stop.Token);
                Interlocked.Increment(ref _asked);
                if (_answer(question.Buffer) is { } answer) await _udp.SendAsync(answer, question.RemoteEndPoint, _stop.Token);
            }
        }
        catch (OperationCanceledException)
        {
            // the test is over
        }
    }

    /// <summary>RFC 1035 §4.2.2: each message behind its length.</summary>
    private async Task<byte[]> Answer(NetworkStream stream, Func<byte[], byte[]> answer)
    {
        var length = new byte[2];
        await stream.ReadExactlyAsync(length, _stop.Token);
        var question = new byte[length[0] << 8 | length[1]];
        await stream.ReadExactlyAsync(question, _stop.Token);
        var octets = answer(question);
        return [(byte)(octets.Length >> 8), (byte)octets.Length, .. octets];
    }

    private async Task Tcp()
    {
        var open = new List<TcpClient>();
        try
        {
            while (true)
            {
                open.Add(await _tcp.AcceptTcpClientAsync(_stop.Token));
                Interlocked.Increment(ref _asked);
                var stream = open[^1].GetStream();
                await stream.WriteAsync(_answerOverTcp is null ? _overTcp : await Answer(stream, _answerOverTcp), _stop.Token);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // the test is over, or the client has gone
        }

        foreach (var one in open) one.Dispose();
    }
}
