using System.Globalization;
using System.Text.Json;
using System.Threading.Channels;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations;

/// <summary>One command being run: its arguments, and where its answer goes, line by line. A client that reads slowly slows the command.</summary>
public sealed class CommandCall(IReadOnlyDictionary<string, JsonElement> args, ChannelWriter<byte[]> answer, CancellationToken cancel)
{
    public CancellationToken Cancel { get; } = cancel;

    public string Text(string name) => Optional(name) ?? "";

    public string? Optional(string name) => args.TryGetValue(name, out var value)
        ? value.ValueKind == JsonValueKind.String ? value.GetString() : value.ToString()
        : null;

    public IReadOnlyList<string> Texts(string name) => args.TryGetValue(name, out var value)
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray().Select(one => one.ToString())] : [value.ToString()]
        : [];

    /// <summary>A whole number of 0 or more; null when it is missing. Anything else is told to the client.</summary>
    public async Task<(bool Good, long? Value)> Number(string name)
    {
        if (Optional(name) is not { } text) return (true, null);
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value)) return (true, value);
        await Refuse("InvalidNumber", $"\"{text}\" for {name} is not a whole number of 0 or more.").ConfigureAwait(false);
        return (false, null);
    }

    /// <summary>Null, and told to the client, when it is no address.</summary>
    public async Task<MailAddress?> Address(string name)
    {
        if (AddressParser.TryParse(Text(name), out var address)) return address;
        await Refuse("InvalidAddress", $"\"{Text(name)}\" is not an address; write it as name@domain.").ConfigureAwait(false);
        return null;
    }

    public Task Row(params (string Name, object? Value)[] values) => Write(json =>
    {
        json.WriteString("kind", "row");
        json.WriteStartObject("values");
        foreach (var (name, value) in values)
        {
            json.WritePropertyName(name);
            JsonSerializer.Serialize(json, value);
        }

        json.WriteEndObject();
    });

    public Task Say(string text) => Write(json =>
    {
        json.WriteString("kind", "text");
        json.WriteString("text", text);
    });

    public Task Progress(long done, long total, string text) => Write(json =>
    {
        json.WriteString("kind", "progress");
        json.WriteNumber("done", done);
        json.WriteNumber("total", total);
        json.WriteString("text", text);
    });

    /// <summary>Tells why not; the exit code is 1.</summary>
    public async Task<int> Refuse(string reason, string text)
    {
        await Write(json =>
        {
            json.WriteString("kind", "error");
            json.WriteString("reason", reason);
            json.WriteString("text", text);
        }).ConfigureAwait(false);
        return 1;
    }

    internal Task End(int exitCode) => Write(json =>
    {
        json.WriteString("kind", "end");
        json.WriteNumber("exitCode", exitCode);
    });

    private async Task Write(Action<Utf8JsonWriter> write)
    {
        using var line = new MemoryStream();
        await using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        line.WriteByte((byte)'\n');
        await answer.WriteAsync(line.ToArray(), Cancel).ConfigureAwait(false);
    }
}
