using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace MailActors.Actors.Tests.Delivery.Remote.Policies;

/// <summary>A host that publishes policies over HTTPS and does as the test says.</summary>
internal sealed class PolicyServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly Task _accepting;

    public PolicyServer(X509Certificate2 certificate)
    {
        Certificate = certificate;
        _listener.Start();
        Port = ((IPEndPoint)_listener.LocalEndpoint).Port;
        _accepting = Accept();
    }

    public int Port { get; }

    public X509Certificate2 Certificate { get; set; }

    /// <summary>For hosts that have none of their own in <see cref="Answers"/>.</summary>
    public PolicyAnswer Answer { get; set; } = new();

    /// <summary>By the name that the handshake asked for.</summary>
    public ConcurrentDictionary<string, PolicyAnswer> Answers { get; } = [];

    /// <summary>First lines of requests, with the name that the handshake asked for.</summary>
    public ConcurrentQueue<string> Asked { get; } = [];

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
            while (true) sessions.Add(Serve(await _listener.AcceptTcpClientAsync(_end.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or ObjectDisposedException or SocketException)
        {
            await Task.WhenAll(sessions);
        }
    }

    private async Task Serve(TcpClient client)
    {
        using var own = client;
        try
        {
            await using var tls = new SslStream(client.GetStream());
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = Certificate }, _end.Token);
            using var reader = new StreamReader(tls, Encoding.ASCII, leaveOpen: true);
            if (await reader.ReadLineAsync(_end.Token) is not { } request) return; // the client did not like the certificate
            Asked.Enqueue($"{tls.TargetHostName} {request}");
            while (await reader.ReadLineAsync(_end.Token) is { Length: > 0 })
            {
            }

            var answer = Answers.GetValueOrDefault(tls.TargetHostName, Answer);
            var head = $"HTTP/1.1 {answer.Status}\r\nContent-Type: {answer.Type}\r\n{answer.Fields}Connection: close\r\n\r\n";
            await tls.WriteAsync(Encoding.ASCII.GetBytes(head + (answer.Hangs ? answer.Policy[..10] : answer.Policy)), _end.Token);
            if (answer.Hangs) await Task.Delay(Timeout.Infinite, _end.Token);
            await tls.ShutdownAsync();
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or ObjectDisposedException or System.Security.Authentication.AuthenticationException)
        {
            // The client hung up, or the test is over.
        }
    }
}

internal sealed record PolicyAnswer
{
    public string Status { get; init; } = "200 OK";

    public string Type { get; init; } = "text/plain; charset=utf-8";

    /// <summary>More header fields, each with its CRLF.</summary>
    public string Fields { get; init; } = "";

    public string Policy { get; init; } = "version: STSv1\r\nmode: enforce\r\nmax_age: 604800\r\nmx: mx.a.test\r\n";

    /// <summary>It stops in its middle until the end of the test.</summary>
    public bool Hangs { get; init; }
}
