using System.Text.Json;

namespace MailActors.Actors.Operations;

/// <summary>One line of JSON from an operator's client.</summary>
public sealed record OperatorRequest(string Token, string Palette, string Command, IReadOnlyDictionary<string, JsonElement> Args)
{
    /// <summary>Null when the line is no request.</summary>
    public static OperatorRequest? Parse(ReadOnlySpan<byte> line)
    {
        try
        {
            var reader = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 8 });
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object || Text(root, "token") is not { } token || Text(root, "palette") is not { } palette || Text(root, "command") is not { } command)
                return null;
            var args = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
            if (root.TryGetProperty("args", out var given) && given.ValueKind == JsonValueKind.Object)
                foreach (var property in given.EnumerateObject()) args[property.Name] = property.Value.Clone();
            return new(token, palette, command, args);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The latter: a string that is no text, such as half a surrogate pair.
            return null;
        }
    }

    private static string? Text(JsonElement root, string name) =>
        root.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
