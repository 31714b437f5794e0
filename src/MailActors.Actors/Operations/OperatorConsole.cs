using System.Security.Cryptography;
using System.Text;
using System.Threading.Channels;
using Akka.Event;

namespace MailActors.Actors.Operations;

/// <summary>Answers requests of operators: checks the token in a time that tells nothing about it, finds the command, notes in the log who asked
/// what (never the arguments: passwords are among them), runs it.</summary>
public sealed class OperatorConsole(string token, IReadOnlyList<CommandPalette> palettes, ILoggingAdapter log)
{
    private readonly byte[] _token = SHA256.HashData(Encoding.UTF8.GetBytes(token));

    /// <summary>The lines of the answer, the last with the exit code. Never fails.</summary>
    public ChannelReader<byte[]> Answer(ReadOnlySpan<byte> line, string client, CancellationToken cancel)
    {
        var answer = Channel.CreateBounded<byte[]>(64);
        _ = Run(OperatorRequest.Parse(line), client, answer.Writer, cancel);
        return answer.Reader;
    }

    private async Task Run(OperatorRequest? request, string client, ChannelWriter<byte[]> answer, CancellationToken cancel)
    {
        var call = new CommandCall(request?.Args ?? new Dictionary<string, System.Text.Json.JsonElement>(), answer, cancel);
        try
        {
            await call.End(await Run(request, client, call).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The client has gone.
        }
        catch (Exception e)
        {
            log.Error(e, "Operator command {0} {1} failed.", Clean(request?.Palette), Clean(request?.Command));
            await call.End(await call.Refuse("Failed", $"The node could not do it: {e.Message}").ConfigureAwait(false)).ConfigureAwait(false);
        }
        finally
        {
            answer.TryComplete();
        }
    }

    private async Task<int> Run(OperatorRequest? request, string client, CommandCall call)
    {
        if (request is null) return await call.Refuse("BadRequest", "That is not a request: one line of JSON with token, palette and command.").ConfigureAwait(false);
        if (!CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(request.Token)), _token))
        {
            log.Warning("Operator console: wrong token from {0}.", client);
            return await call.Refuse("WrongToken", "The token is not this node's. It is in operator.token in the node's data folder.").ConfigureAwait(false);
        }

        var command = palettes.FirstOrDefault(p => p.Name == request.Palette)?.Commands.FirstOrDefault(c => c.Name == request.Command);
        log.Info("Operator console: {0} {1} from {2}.", Clean(request.Palette), Clean(request.Command), client);
        if (command is null) return await call.Refuse("NoSuchCommand", $"There is no command {request.Palette} {request.Command}.").ConfigureAwait(false);
        if (command.Fault([.. request.Args.Keys]) is { } fault) return await call.Refuse("BadArguments", fault).ConfigureAwait(false);
        return await command.Run(call).ConfigureAwait(false);
    }

    /// <summary>What comes from outside must not write lines of its own into the log.</summary>
    private static string Clean(string? text) => text is { Length: > 0 and <= 32 } && text.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') ? text : "?";
}
