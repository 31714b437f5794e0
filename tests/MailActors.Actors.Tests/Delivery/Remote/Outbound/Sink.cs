using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>Another host that does as the test says: any reply at any command, silence, a cut, one octet at a time. It takes all mail unless told otherwise.</summary>
internal sealed class Sink : IAsyncDisposable
{
    /// <summary>For <see cref="On"/>: hang up, or say nothing more.</summary>
    public const string Cut = "cut", Hang = "hang";

    /// <summary>For <see cref="On"/>, at the end of a reply: say it and hang up.</summary>
    public const string ThenCut = ", then cut";

    private readonly TcpListener _listener;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    /// <param name="address">Of loopback; null: 127.0.0.1.</param>
    /// <param name="port">0: any.</param>
    public Sink(IPAddress? address = null, int port = 0)
    {
        _listener = new(address ?? IPAddress.Loopback, port);
        _listener.Start();
        _accepting = Accept();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string[] Offers { get; set; } = ["PIPELINING", "8BITMIME", "SIZE 1000000", "ENHANCEDSTATUSCODES"];

    /// <summary>Replies by the beginning of a command (besides GREETING, DOT, and CONTENT for a cut amid the message); without CRLF they get one.</summary>
    public Dictionary<string, Func<int, string>> On { get; } = [];

    /// <summary>Replies to RCPT by where the session came from, sender and recipient; empty: as usual.</summary>
    public Func<IPAddress, string, string, string>? OnRecipient { get; set; }

    /// <summary>With it STARTTLS is offered.</summary>
    public X509Certificate2? Certificate { get; set; }

    public bool TlsFromTheStart { get; set; }

    /// <summary>Its handshake fails.</summary>
    public bool BreaksTls { get; set; }

    public bool OneByOne { get; set; }

    public bool Lmtp { get; set; }

    public ConcurrentQueue<string> Commands { get; } = [];

    /// <summary>What came between DATA's reply and the dot, or by BDAT; as it was on the wire.</summary>
    public ConcurrentQueue<byte[]> Messages { get; } = [];

    /// <summary>Every end of a message, whatever was said to it; with LMTP one for each recipient.</summary>
    public ConcurrentQueue<Transaction> Transactions { get; } = [];

    public int Sessions;

    /// <summary>Sessions open at one time, at most.</summary>
    public int MostOpen;

    private int _open;

    public IEnumerable<string> Said(string verb) => Commands.Where(c => c.StartsWith(verb, StringComparison.Ordinal));

    public void Reply(string to, string with) => On[to] = _ => with;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        await _accepting;
    }

    private async Task Accept()
    {
        var sessions = new List<Task>();
        try
        {
            while (true)
            {
                var client = await _listener.AcceptTcpClientAsync(_end.Token);
                Interlocked.Increment(ref Sessions);
                sessions.Add(Serve(client));
            }
        }
        catch (Exception e) when (e is OperationCanceledException or InvalidOperationException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var own = client;
        var open = Interlocked.Increment(ref _open);
        for (var most = MostOpen; open > most; most = MostOpen) Interlocked.CompareExchange(ref MostOpen, open, most);
        try
        {
            Stream stream = client.GetStream();
            if (TlsFromTheStart) stream = await Secure(stream);
            await new Session(this, stream, ((IPEndPoint)client.Client.RemoteEndPoint!).Address, secure: TlsFromTheStart).Run();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up, or the script says so.
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task<SslStream> Secure(Stream stream)
    {
        if (BreaksTls)
        {
            await stream.ReadExactlyAsync(new byte[20], _end.Token);
            await stream.WriteAsync("this is no TLS\r\n"u8.ToArray(), _end.Token);
            throw new IOException("broken");
        }

        var tls = new SslStream(stream);
        await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _end.Token);
        return tls;
    }

    /// <param name="Recipients">Those that were taken at RCPT; none where DATA went ahead of their refusals (RFC 2920 §3.1).</param>
    /// <param name="Reply">As the script has it, maybe no reply.</param>
    public sealed record Transaction(IReadOnlyList<string> Recipients, string Reply)
    {
        public bool IsTaken => Recipients.Count > 0 && Reply.Split("\r\n")[^1].StartsWith('2');

        /// <summary>The client can't know whether it was taken.</summary>
        public bool IsOpen => Reply is Cut or Hang;
    }

    private sealed class Session(Sink sink, Stream stream, IPAddress source, bool secure)
    {
        private readonly byte[] _buffer = new byte[65536];
        private readonly Dictionary<string, int> _asked = [];
        private readonly List<string> _taken = [];
        private string _sender = "";
        private int _start, _end;

        public async Task Run()
        {
            await Answer("GREETING", "220 sink.test ESMTP");
            while (await Line() is { } line)
            {
                sink.Commands.Enqueue(line);
                var verb = line.Split(' ', ':')[0].ToUpperInvariant();
                switch (verb)
                {
                    case "EHLO" or "LHLO":
                        string[] offers = [.. sink.Offers, .. sink.Certificate is not null && !secure ? ["STARTTLS"] : Array.Empty<string>()];
                        await Answer(verb, string.Join("\r\n", offers.Prepend("sink.test").Select((o, i) => $"250{(i == offers.Length ? ' ' : '-')}{o}")));
                        break;
                    case "STARTTLS":
                        if (!(await Answer(verb, "220 2.0.0 Go ahead")).StartsWith('2')) break;
                        stream = await sink.Secure(stream);
                        (secure, _start, _end) = (true, 0, 0);
                        break;
                    case "MAIL":
                        _taken.Clear();
                        _sender = AddressIn(line);
                        await Answer(verb, "250 2.1.0 Ok");
                        break;
                    case "RCPT":
                        var reply = sink.OnRecipient?.Invoke(source, _sender, AddressIn(line)) is { Length: > 0 } own ? await Say(own) : await Answer(verb, "250 2.1.5 Ok");
                        if (reply.StartsWith('2')) _taken.Add(AddressIn(line));
                        break;
                    case "DATA":
                        if (!(await Answer(verb, "354 Go on")).StartsWith('3')) break;
                        sink.Messages.Enqueue(await Data());
                        await End();
                        break;
                    case "BDAT":
                        sink.Messages.Enqueue(await Take(int.Parse(line.Split(' ')[1])));
                        await End();
                        break;
                    case "QUIT":
                        await Answer(verb, "221 2.0.0 Bye");
                        return;
                    default:
                        await Answer(verb, verb == "AUTH" ? "235 2.7.0 Welcome" : "250 2.0.0 Ok");
                        break;
                }
            }
        }

        private static string AddressIn(string command) => command.Split('<', '>')[1];

        /// <summary>The message is there; its sender does not know yet.</summary>
        private async Task End()
        {
            IReadOnlyList<string>[] all = sink.Lmtp ? [.. _taken.Select(one => new[] { one })] : [[.. _taken]];
            foreach (var recipients in all)
            {
                var reply = Choose("DOT", "250 2.0.0 Taken as 1");
                sink.Transactions.Enqueue(new(recipients, reply));
                await Say(reply);
            }
        }

        private Task<string> Answer(string to, string usual) => Say(Choose(to, usual));

        private string Choose(string to, string usual)
        {
            var number = _asked[to] = _asked.GetValueOrDefault(to) + 1;
            var reply = sink.On.TryGetValue(to, out var say) ? say(number) : "";
            return reply.Length == 0 ? usual : reply;
        }

        private async Task<string> Say(string reply)
        {
            if (reply == Cut) throw new IOException("cut");
            if (reply == Hang) await Task.Delay(Timeout.Infinite, sink._end.Token);
            if (reply.EndsWith(ThenCut, StringComparison.Ordinal))
            {
                await Say(reply[..^ThenCut.Length]);
                throw new IOException("cut");
            }

            if (!reply.EndsWith('\n')) reply += "\r\n";
            var octets = Encoding.Latin1.GetBytes(reply);
            if (!sink.OneByOne)
            {
                await stream.WriteAsync(octets, sink._end.Token);
                return reply;
            }

            foreach (var octet in octets)
            {
                await stream.WriteAsync(new[] { octet }, sink._end.Token);
                await Task.Yield();
            }

            return reply;
        }

        private async Task<string?> Line()
        {
            while (true)
            {
                var newline = _buffer.AsSpan(_start, _end - _start).IndexOf("\r\n"u8);
                if (newline >= 0)
                {
                    var line = Encoding.UTF8.GetString(_buffer, _start, newline);
                    _start += newline + 2;
                    return line;
                }

                if (!await Fill()) return null;
            }
        }

        private async Task<byte[]> Data()
        {
            var all = new MemoryStream();
            while (await Line() is { } line)
            {
                if (line == ".") return all.ToArray();
                if (all.Length == 0 && Choose("CONTENT", "") == Cut) throw new IOException("cut");
                all.Write(Encoding.UTF8.GetBytes(line + "\r\n"));
            }

            throw new IOException("cut in the message");
        }

        private async Task<byte[]> Take(int octets)
        {
            var all = new MemoryStream();
            while (all.Length < octets)
            {
                if (_start == _end && !await Fill()) throw new IOException("cut in the chunk");
                var take = (int)Math.Min(octets - all.Length, _end - _start);
                all.Write(_buffer, _start, take);
                _start += take;
            }

            return all.ToArray();
        }

        private async Task<bool> Fill()
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
            var read = await stream.ReadAsync(_buffer.AsMemory(_end), sink._end.Token);
            _end += read;
            return read > 0;
        }
    }
}
