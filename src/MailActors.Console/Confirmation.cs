using System.Text.Json;
using MailActors.Console.Commands;

namespace MailActors.Console;

/// <summary>Before something is done to many messages: tells how many, and asks.</summary>
internal static class Confirmation
{
    /// <exception cref="CannotAsk">Nobody can be asked.</exception>
    public static async Task<bool> Given(CommandText command, NodeConnection node, IReadOnlyDictionary<string, object> filter, CancellationToken cancel)
    {
        if (filter.Count == 0) throw CannotAsk.Usage("Say which message is meant, by its id or by a filter such as --domain example.org.");
        if (System.Console.IsInputRedirected) throw CannotAsk.Usage($"Add --yes to {command.Name} all messages that fit; queue count tells how many.");
        long messages = 0;
        await node.Ask("queue", "count", filter, Take, cancel);
        System.Console.Error.Write($"{command.Name} {messages} messages? [y/N] ");
        return System.Console.ReadLine() is "y" or "Y" or "yes";

        void Take(JsonElement line)
        {
            if (line.GetProperty("kind").GetString() == "row") messages = line.GetProperty("values").GetProperty("messages").GetInt64();
        }
    }
}
