using System.Net;
using System.Net.Sockets;
using System.Text;
using MailActors.Actors.Operations;
using Xunit;

namespace MailActors.Actors.Tests.Operations;

public sealed class OperatorPortTests : ActorSpec
{
    [Fact]
    public async Task An_over_long_line_closes_the_connection_and_the_next_client_is_served()
    {
        var binding = await OperatorPort.Listen(Sys, 0, OperatorConsoleTests.Console);
        var port = ((IPEndPoint)binding.LocalAddress).Port;
        Assert.Equal("", await Ask(port, new byte[(1 << 20) + 2]));
        var answer = await Ask(port, Encoding.UTF8.GetBytes("""{"token":"secret","palette":"test","command":"echo","args":{"text":"hi"}}""" + "\n"));
        Assert.Equal(["""{"kind":"text","text":"hi"}""", """{"kind":"end","exitCode":0}"""], answer.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        await binding.Unbind();
    }

    /// <summary>All the node says until it closes; a reset is a close.</summary>
    private static async Task<string> Ask(int port, byte[] request)
    {
        using var deadline = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, port, deadline.Token);
        var answer = new MemoryStream();
        try
        {
            await client.GetStream().WriteAsync(request, deadline.Token);
            await client.GetStream().CopyToAsync(answer, deadline.Token);
        }
        catch (IOException)
        {
            // Closed while we were still sending.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }
}
