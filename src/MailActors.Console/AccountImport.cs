namespace MailActors.Console;

/// <summary>Sends a file of accounts in parts, so that a file of any length fits and progress can be shown.</summary>
internal static class AccountImport
{
    private const int AtATime = 100;

    public static async Task<int> Run(NodeConnection node, string file, Output output, CancellationToken cancel)
    {
        string[] rows;
        try
        {
            rows = [.. (await File.ReadAllLinesAsync(file, cancel)).Where(line => line.Length > 0 && line[0] != '#').Select(WithOctets)];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotAsk.Usage($"{file} can't be read: {e.Message}");
        }

        var exitCode = 0;
        for (var from = 0; from < rows.Length; from += AtATime)
        {
            var part = rows[from..Math.Min(rows.Length, from + AtATime)];
            exitCode = Math.Max(exitCode, await node.Ask("account", "import", new Dictionary<string, object> { ["rows"] = part }, output.TakeRefusals, cancel));
            output.Progress(from + part.Length, rows.Length, "accounts");
        }

        return output.Finish(exitCode);
    }

    private static string WithOctets(string line)
    {
        var cells = line.Split(',');
        if (cells.Length == 3) cells[2] = SizeText.ToOctets(cells[2]);
        return string.Join(',', cells);
    }
}
