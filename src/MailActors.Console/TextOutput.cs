using System.Globalization;
using System.Text.Json;
using Spectre.Console;

namespace MailActors.Console;

/// <summary>A table for a list, name and value for one thing; colour only on a terminal.</summary>
internal sealed class TextOutput(bool single) : Output
{
    private static readonly string[] Octets = ["quota", "bytes", "maxBytes", "size", "fileBytes", "logBytes", "reclaimableBytes", "freeDiskBytes", "blobBytes", "storedBlobBytes", "unnamedBytes", "removedBytes", "returnedBytes"];
    private static readonly string[] Times = ["created", "received", "since", "nextTry", "releaseAt", "overSince", "deliverBy", "lastUsed", "deadUntil", "pausedSince", "oldest", "fetchedAt", "until"];
    private static readonly string[] Limits = ["quota", "quotaMessages", "maxBytes", "maxMessages"];
    private const int LongestInTable = 200;
    private readonly List<JsonElement> _rows = [];
    private bool _progressShown;
    private bool _saidSomething;

    public override void Progress(long done, long total, string text)
    {
        if (System.Console.IsErrorRedirected) return;
        var share = total > 0 ? (double)done / total : 1;
        System.Console.Error.Write($"\r[{new string('#', (int)(share * 30)).PadRight(30)}] {done.ToString("N0", CultureInfo.InvariantCulture)} of {total.ToString("N0", CultureInfo.InvariantCulture)} {text}   ");
        _progressShown = true;
    }

    public override void Fail(string reason, string text)
    {
        EndProgress();
        System.Console.Error.WriteLine(text);
    }

    public override int Finish(int exitCode)
    {
        EndProgress();
        if (_rows.Count == 0)
        {
            // Nothing at all would leave people asking whether it worked.
            if (exitCode == 0 && !_saidSomething) System.Console.Out.WriteLine(single ? "Done." : "There is nothing to show.");
            return exitCode;
        }

        if (System.Console.IsOutputRedirected) AnsiConsole.Profile.Width = 1000;
        var table = new Table().Border(System.Console.IsOutputRedirected ? TableBorder.None : TableBorder.Rounded);
        if (single) Pairs(table, _rows[0]);
        else Columns(table);
        AnsiConsole.Write(table);
        if (single) Long(_rows[0]);
        return exitCode;
    }

    protected override void Row(JsonElement values) => _rows.Add(values.Clone());

    protected override void Text(string text)
    {
        EndProgress();
        _saidSomething = true;
        System.Console.Out.WriteLine(text);
    }

    private static void Pairs(Table table, JsonElement row)
    {
        table.HideHeaders().AddColumns("", "");
        foreach (var value in row.EnumerateObject().Where(value => Words(value).Length <= LongestInTable)) table.AddRow(new Markup($"[grey]{Markup.Escape(value.Name)}[/]"), new Text(Words(value)));
    }

    /// <summary>A long value, such as a record to publish, is to be copied: a table would cut it into lines.</summary>
    private static void Long(JsonElement row)
    {
        foreach (var value in row.EnumerateObject().Where(value => Words(value).Length > LongestInTable)) System.Console.Out.WriteLine($"{value.Name}:\n{Words(value)}");
    }

    private void Columns(Table table)
    {
        foreach (var value in _rows[0].EnumerateObject())
            table.AddColumn(new TableColumn(value.Name) { NoWrap = true, Alignment = value.Value.ValueKind == JsonValueKind.Number ? Justify.Right : Justify.Left });
        foreach (var row in _rows) table.AddRow(row.EnumerateObject().Select(value => new Text(Words(value))));
    }

    private static string Words(JsonProperty value) => value.Value.ValueKind switch
    {
        JsonValueKind.Null => "–",
        JsonValueKind.True => "yes",
        JsonValueKind.False => "no",
        JsonValueKind.Array => string.Join(", ", value.Value.EnumerateArray().Select(one => one.ToString())),
        JsonValueKind.Number when Limits.Contains(value.Name) && value.Value.GetInt64() == 0 => "no limit",
        JsonValueKind.Number when Octets.Contains(value.Name) => SizeText.FromOctets(value.Value.GetInt64()),
        JsonValueKind.Number when Times.Contains(value.Name) =>
            DateTimeOffset.FromUnixTimeSeconds(value.Value.GetInt64()).ToLocalTime().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
        _ => value.Value.ToString(),
    };

    private void EndProgress()
    {
        if (_progressShown) System.Console.Error.WriteLine();
        _progressShown = false;
    }
}
