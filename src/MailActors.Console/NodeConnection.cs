using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace MailActors.Console;

/// <summary>Asks a node: one connection, one line of JSON, the lines of the answer.</summary>
internal sealed class NodeConnection(string host, int port, string token)
{
    /// <exception cref="CannotAsk">The token can't be read, or the server is not HOST:PORT.</exception>
    public static NodeConnection To(string? server, int offset, string? tokenFile, string data)
    {
        var (host, port) = ("127.0.0.1", 9110 + offset);
        if (server is not null)
        {
            var colon = server.LastIndexOf(':');
            if (colon < 1 || !int.TryParse(server[(colon + 1)..], out port)) throw CannotAsk.Usage($"\"{server}\" is not HOST:PORT.");
            host = server[..colon];
        }

        var file = tokenFile ?? Path.Combine(data, "operator.token");
        try
        {
            return new(host, port, File.ReadAllText(file).Trim());
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CannotAsk(3, "NoToken", $"The token file {file} can't be read: give the node's data folder with --data, and run as the node's user.");
        }
    }

    /// <summary>The exit code the node gave; each line of the answer before it goes to <paramref name="take"/>.</summary>
    public async Task<int> Ask(string palette, string command, IReadOnlyDictionary<string, object> args, Action<JsonElement> take, CancellationToken cancel)
    {
        try
        {
            using var client = new TcpClient();
            await client.ConnectAsync(host, port, cancel);
            await using var stream = client.GetStream();
            var request = JsonSerializer.SerializeToUtf8Bytes(new { token, palette, command, args });
            await stream.WriteAsync(request, cancel);
            await stream.WriteAsync("\n"u8.ToArray(), cancel);
            using var reader = new StreamReader(stream, Encoding.UTF8);
            while (await reader.ReadLineAsync(cancel) is { } line)
            {
                using var answer = JsonDocument.Parse(line);
                if (answer.RootElement.GetProperty("kind").GetString() == "end") return answer.RootElement.GetProperty("exitCode").GetInt32();
                take(answer.RootElement);
            }

            throw new CannotAsk(3, "CutOff", "The node closed the connection before it had answered: see its log.");
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            throw new CannotAsk(3, "Unreachable", $"Cannot reach the node at {host}:{port}: is it running? Start it with dotnet run -c Release --project src/MailActors.Node");
        }
    }
}
