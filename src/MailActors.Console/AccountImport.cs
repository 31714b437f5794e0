namespace MailActors.Console;

/// <summary>Sends a file of accounts in parts, so that a file of any length fits and progress can be shown.</summary>
internal static class AccountImport
{
    private const int AtATime = 100;
    private const int FaultsShown = 20;

    public static async Task<int> Run(NodeConnection node, string file, Output output, CancellationToken cancel)
    {
        string[] rows;
        try
        {
            rows = Rows(file, await File.ReadAllLinesAsync(file, cancel));
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

    /// <summary>The file is read to its end before anything is sent: one that is half imported is hard to put right.</summary>
    private static string[] Rows(string file, string[] lines)
    {
        var rows = new List<string>();
        var faults = new List<string>();
        for (var i = 0; i < lines.Length; i++)
        {
            if (lines[i].Length == 0 || lines[i][0] == '#') continue;
            var cells = lines[i].Split(',');
            try
            {
                // What a line holds is not shown: it may be a password.
                if (cells.Length is < 2 or > 3) throw CannotAsk.Usage("must be address,password[,quota], and a password here has no comma.");
                if (cells.Length == 3) cells[2] = SizeText.ToOctets(cells[2]);
                rows.Add(string.Join(',', cells));
            }
            catch (CannotAsk fault)
            {
                faults.Add($"{file}, line {i + 1}: {fault.Message}");
            }
        }

        if (faults.Count > FaultsShown) faults = [.. faults[..FaultsShown], $"and {faults.Count - FaultsShown} lines more"];
        return faults.Count == 0 ? [.. rows] : throw CannotAsk.Usage(string.Join(Environment.NewLine, [.. faults, "Nothing was imported."]));
    }
}
