using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailActors.Node.Tests.Clients;
using MailActors.Node.Tests.Running;
using Xunit;
using Xunit.Abstractions;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>Old versions, weak ciphers, half handshakes, ends in the middle.</summary>
[Collection(nameof(HostileNode))]
public class TlsTests(HostileNode hostile, ITestOutputHelper output)
{
    private NodeProcess Node => hostile.Node;

    [Theory]
    [InlineData("data")]
    [InlineData("chunk")]
    [InlineData("literal")]
    [Trait("acceptance", "TL-06")]
    public async Task Who_ends_tls_in_a_message_has_ended_the_connection(string where)
    {
        var account = await hostile.NewAccount();
        const string Half = "Subject: half\r\n\r\nfirst half\r\n";
        foreach (var ending in new[] { true, false })
        {
            var implicitTls = await LoginTry.Open(Node, where == "literal" ? "imap" : "smtp");
            await using var _ = implicitTls;
            var client = implicitTls.Session;
            await implicitTls.Password(account, "secret");
            if (where == "literal")
            {
                await client.Send($"a APPEND INBOX {{{Half.Length + 5}}}\r\n");
                Assert.StartsWith("+", await client.Line());
            }
            else
            {
                Assert.StartsWith("250", await client.Say($"MAIL FROM:<{account}>"));
                Assert.StartsWith("250", await client.Say($"RCPT TO:<{account}>"));
                if (where == "data") Assert.StartsWith("354", await client.Say("DATA"));
                else await client.Send($"BDAT {Half.Length + 27} LAST\r\n");
            }

            var (half, rest) = where switch
            {
                "literal" => (Half, "tail.\r\n"),
                "data" => ($"From: {account}\r\n{Half}", ".\r\n"),
                _ => ($"From: {account}\r\n{Half}"[..20], $"From: {account}\r\n{Half}{new string('.', 60)}"[20..(Half.Length + 27)]),
            };
            await client.Send(half);
            if (ending)
            {
                await client.CloseNotify();
                await client.SendInTheClear(Encoding.ASCII.GetBytes(rest + "NOOP\r\n"));
                Assert.DoesNotContain(await client.Rest(), line => line.Length > 0 && char.IsAsciiLetterOrDigit(line[0]));
                Assert.Equal(0, await Inbox.Count(Node, account));
            }
            else
            {
                // The control: the same octets within TLS are a message.
                await client.Send(rest);
                Assert.Matches("^(250|a OK)", await client.Line());
                await Inbox.WaitFor(Node, account, 1);
            }
        }

        Assert.Equal(1, await Inbox.Count(Node, account));
    }

    [Fact]
    [Trait("acceptance", "TL-07")]
    public async Task Old_versions_and_weak_ciphers_are_refused_everywhere()
    {
        (int Port, string[] StartTls)[] doors =
        [
            (Node.Submissions, []), (Node.Imaps, []), (Node.Pop3s, []), (Node.Smtp, ["-starttls", "smtp"]), (Node.Submission, ["-starttls", "smtp"]),
            (Node.Lmtp, ["-starttls", "lmtp"]), (Node.Imap, ["-starttls", "imap"]), (Node.Pop3, ["-starttls", "pop3"]),
        ];
        string[][] weak = [["-tls1", "-cipher", "ALL@SECLEVEL=0"], ["-tls1_1", "-cipher", "ALL@SECLEVEL=0"], ["-tls1_2", "-cipher", "eNULL:aNULL:3DES:RC4:EXPORT:@SECLEVEL=0"]];
        foreach (var (port, startTls) in doors)
        {
            foreach (var offer in weak) Assert.False(await Shakes(port, [.. startTls, .. offer]), $"{port} takes {string.Join(' ', offer)}");
            Assert.True(await Shakes(port, [.. startTls, "-tls1_2"]), $"{port} does not take TLS 1.2");
            Assert.True(await Shakes(port, [.. startTls, "-tls1_3"]), $"{port} does not take TLS 1.3");
        }
    }

    /// <summary>The control: the offers of the test above are real ones, which a lax server takes.</summary>
    [Fact]
    [Trait("acceptance", "TL-07")]
    public async Task A_lax_server_takes_what_we_refuse()
    {
        var port = FreePort();
        var (certificate, key) = (Path.Combine(Node.Data, "tls.crt"), Path.Combine(Node.Data, "tls.key"));
        using var server = Process.Start(new ProcessStartInfo("openssl", ["s_server", "-accept", $"127.0.0.1:{port}", "-cert", certificate, "-key", key, "-cipher", "ALL:eNULL:@SECLEVEL=0", "-naccept", "5", "-quiet"])
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        while (!await Answers(port)) Assert.False(server.HasExited);

        Assert.True(await Shakes(port, ["-tls1_1", "-cipher", "ALL@SECLEVEL=0"]));
        Assert.True(await Shakes(port, ["-tls1_2", "-cipher", "eNULL:@SECLEVEL=0"]));
        server.Kill();
        await server.WaitForExitAsync();
    }

    [Fact]
    [Trait("acceptance", "TL-07")]
    public async Task A_resumed_session_is_asked_again_which_service_it_is_for()
    {
        var ticket = Path.GetTempFileName();
        await Client(Node.Imaps, "a LOGOUT\n", "-tls1_2", "-alpn", "imap", "-sess_out", ticket);

        // The control: the ticket is a good one.
        var same = await Client(Node.Imaps, "a LOGOUT\n", "-tls1_2", "-alpn", "imap", "-sess_in", ticket);
        Assert.Contains("Reused,", same.Output);
        var other = await Client(Node.Submissions, "QUIT\n", "-tls1_2", "-alpn", "imap", "-sess_in", ticket);
        Assert.Contains("alert no application protocol", other.Errors);
        Assert.DoesNotContain("Reused,", other.Output);
        File.Delete(ticket);
    }

    [Fact]
    [Trait("acceptance", "TL-07")]
    public async Task Renegotiation_is_refused()
    {
        Task<ProcessRun> Typed(string first) => ProcessRun.Run("bash",
            ["-c", $"(sleep 0.3; echo '{first}'; sleep 0.5; echo 'a LOGOUT'; sleep 0.5) | openssl s_client -crlf -tls1_2 -connect 127.0.0.1:{Node.Imaps}"]);

        var (renegotiating, usual) = (await Typed("R"), await Typed("n NOOP"));

        Assert.Contains("RENEGOTIATING", renegotiating.Everything);
        Assert.DoesNotContain("* BYE", renegotiating.Output);
        Assert.Contains("* BYE", usual.Output);
    }

    [Fact]
    [Trait("acceptance", "TL-09")]
    public async Task Five_hundred_sockets_that_stop_behind_clienthello_are_freed_and_harm_nobody()
    {
        var account = await hostile.NewAccount();
        var finished = await LoginTry.Open(Node, "imap");
        var stalled = new List<Socket>();
        for (var i = 0; i < 500; i++)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            await socket.ConnectAsync(IPAddress.Loopback, i % 2 == 0 ? Node.Imaps : Node.Submissions);
            // Some stop within it: the server has nothing to answer yet.
            socket.Send(ClientHello.Octets.AsSpan(0, i % 4 < 2 ? ClientHello.Octets.Length : 50));
            stalled.Add(socket);
        }

        await using (var good = await LoginTry.Open(Node, "imap")) Assert.StartsWith("OK", await good.Password(account, "secret"));
        var clock = Stopwatch.StartNew();
        await Task.WhenAll(stalled.Select(Closed)).WaitAsync(TimeSpan.FromSeconds(60));
        output.WriteLine($"500 half handshakes were closed within {clock.Elapsed.TotalSeconds:0.0} s; the deadline here is 3 s");

        // The control: the same deadline has passed for somebody who had finished.
        Assert.StartsWith("OK", await finished.Password(account, "secret"));
        await finished.DisposeAsync();
        stalled.ForEach(socket => socket.Dispose());
    }

    private static async Task Closed(Socket socket)
    {
        var buffer = new byte[4096];
        try
        {
            while (await socket.ReceiveAsync(buffer) > 0)
            {
                // The server's half of the handshake.
            }
        }
        catch (SocketException)
        {
            // Closed by force: closed all the same.
        }
    }

    private static async Task<bool> Shakes(int port, string[] options)
    {
        var run = await Client(port, "", options);
        return run.Output.Contains("Cipher is ", StringComparison.Ordinal) && !run.Output.Contains("Cipher is (NONE)", StringComparison.Ordinal);
    }

    private static Task<ProcessRun> Client(int port, string input, params string[] options) =>
        ProcessRun.Run("openssl", ["s_client", "-connect", $"127.0.0.1:{port}", .. options], input);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private static async Task<bool> Answers(int port)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(IPAddress.Loopback, port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
