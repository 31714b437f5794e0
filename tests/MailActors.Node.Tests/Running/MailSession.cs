using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace MailActors.Node.Tests.Running;

/// <summary>A bare line client that trusts any certificate: says a line, reads a line.</summary>
internal sealed class MailSession : IAsyncDisposable
{
    private const int LongestLine = 1 << 20;
    private readonly TcpClient _client;
    private byte[] _buffer = new byte[65536];
    private int _start, _end;
    private Stream _stream;

    private MailSession(TcpClient client)
    {
        _client = client;
        _stream = client.GetStream();
    }

    public static async Task<MailSession> Connect(int port, bool tls = false, string source = "127.0.0.1")
    {
        var client = new TcpClient(new IPEndPoint(IPAddress.Parse(source), 0)) { NoDelay = true };
        await client.ConnectAsync(IPAddress.Loopback, port);
        var session = new MailSession(client);
        if (tls) await session.StartTls();
        return session;
    }

    public async Task StartTls()
    {
        var tls = new SslStream(_stream, false, (_, _, _, _) => true);
        await tls.AuthenticateAsClientAsync("mail.example.test");
        _stream = tls;
    }

    /// <summary>Says that no more will come in TLS; the connection below stays open.</summary>
    public Task CloseNotify() => ((SslStream)_stream).ShutdownAsync();

    /// <summary>Writes past TLS.</summary>
    public async Task SendInTheClear(ReadOnlyMemory<byte> bytes) => await _client.GetStream().WriteAsync(bytes);

    /// <summary>All that still comes until the server closes; line by line.</summary>
    public async Task<List<string>> Rest(int seconds = 30)
    {
        var lines = new List<string>();
        while (await Line(seconds) is { } line) lines.Add(line);
        return lines;
    }

    public async Task Send(string text) => await _stream.WriteAsync(Encoding.UTF8.GetBytes(text));

    public async Task Send(ReadOnlyMemory<byte> bytes) => await _stream.WriteAsync(bytes);

    /// <summary>The next line without CRLF; null at the end of the connection.</summary>
    public async Task<string?> Line(int seconds = 30)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            var newline = _buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n');
            if (newline >= 0)
            {
                var line = Encoding.UTF8.GetString(_buffer, _start, newline).TrimEnd('\r');
                _start += newline + 1;
                return line;
            }

            if (_start > 0)
            {
                _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
                _end -= _start;
                _start = 0;
            }

            if (_end == LongestLine) throw new InvalidDataException("The server sent a line over 1 MB.");
            if (_end == _buffer.Length) Array.Resize(ref _buffer, 2 * _buffer.Length);
            int read;
            try
            {
                read = await _stream.ReadAsync(_buffer.AsMemory(_end), deadline.Token);
            }
            catch (IOException)
            {
                return null;
            }

            if (read == 0) return null;
            _end += read;
        }
    }

    /// <summary>An SMTP reply, whole; the text of its last line.</summary>
    public async Task<string> Reply()
    {
        while (await Line() is { } line)
            if (line.Length < 4 || line[3] != '-') return line;
        return "";
    }

    public async Task<string> Say(string line)
    {
        await Send(line + "\r\n");
        return await Reply();
    }

    /// <summary>Sends a tagged IMAP command and returns everything up to its tagged response.</summary>
    public async Task<List<string>> Imap(string tag, string command, int seconds = 30)
    {
        await Send($"{tag} {command}\r\n");
        return await Until(tag + " ", seconds);
    }

    /// <param name="seconds">Patience with each line.</param>
    public async Task<List<string>> Until(string prefix, int seconds = 30)
    {
        var lines = new List<string>();
        while (await Line(seconds) is { } line)
        {
            lines.Add(line);
            if (line.StartsWith(prefix, StringComparison.Ordinal)) return lines;
        }

        throw new EndOfStreamException($"Closed before \"{prefix}\": {string.Join(" / ", lines)}");
    }

    public ValueTask DisposeAsync()
    {
        _stream.Dispose();
        _client.Dispose();
        return ValueTask.CompletedTask;
    }
}
