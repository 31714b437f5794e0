using System.Text.Json;
using MailActors.Console.Commands;

namespace MailActors.Console;

/// <summary>Shows an answer: for people or for programs.</summary>
internal abstract class Output
{
    public static Output For(CommandText command, bool json) => json ? new JsonOutput(command.IsSingle) : new TextOutput(command.IsSingle);

    /// <summary>Takes one line of an answer.</summary>
    public void Take(JsonElement line)
    {
        switch (line.GetProperty("kind").GetString())
        {
            case "row":
                Row(line.GetProperty("values"));
                break;
            case "text":
                Text(line.GetProperty("text").GetString()!);
                break;
            case "progress":
                Progress(line.GetProperty("done").GetInt64(), line.GetProperty("total").GetInt64(), line.GetProperty("text").GetString()!);
                break;
            case "error":
                Fail(line.GetProperty("reason").GetString()!, line.GetProperty("text").GetString()!);
                break;
        }
    }

    /// <summary>Of an import only what was refused is worth a line.</summary>
    public void TakeRefusals(JsonElement line)
    {
        if (line.GetProperty("kind").GetString() is "row" or "error") Take(line);
    }

    public abstract void Progress(long done, long total, string text);

    public abstract void Fail(string reason, string text);

    /// <summary>Shows what was collected.</summary>
    public abstract int Finish(int exitCode);

    protected abstract void Row(JsonElement values);

    protected abstract void Text(string text);
}

/// <summary>One JSON value on standard output: an array of rows, or the one thing asked for. Faults as JSON on standard error.</summary>
internal sealed class JsonOutput(bool single) : Output
{
    private readonly List<JsonElement> _rows = [];

    public override void Progress(long done, long total, string text) { }

    public override void Fail(string reason, string text) => System.Console.Error.WriteLine(JsonSerializer.Serialize(new { error = new { reason, text } }));

    public override int Finish(int exitCode)
    {
        System.Console.Out.WriteLine(single ? _rows.Count > 0 ? _rows[0].GetRawText() : "{}" : "[" + string.Join(",\n ", _rows.Select(r => r.GetRawText())) + "]");
        return exitCode;
    }

    protected override void Row(JsonElement values) => _rows.Add(values.Clone());

    protected override void Text(string text) { }
}
