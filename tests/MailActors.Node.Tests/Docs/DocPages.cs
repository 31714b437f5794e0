namespace MailActors.Node.Tests.Docs;

/// <summary>The pages of the project: their tables, and the commands they tell people to type.</summary>
internal static class DocPages
{
    public static string Root { get; } = Find();

    /// <summary>Cells of the rows of the first table below a heading, the head of the table first.</summary>
    public static List<string[]> Table(string page, string heading) =>
    [
        .. File.ReadLines(Path.Combine(Root, page)).SkipWhile(line => line != heading).SkipWhile(line => !line.StartsWith('|'))
            .TakeWhile(line => line.StartsWith('|')).Where(line => !line.StartsWith("|---", StringComparison.Ordinal))
            .Select(line => line[1..^1].Split('|').Select(cell => cell.Trim()).ToArray()),
    ];

    /// <summary>Lines of code blocks: fenced, or indented by four behind an empty line (in a list by as much more).</summary>
    public static IEnumerable<(string Page, int Number, string Text)> CodeLines()
    {
        foreach (var page in Directory.EnumerateFiles(Path.Combine(Root, "docs"), "*.md", SearchOption.AllDirectories).Prepend(Path.Combine(Root, "README.md")))
        {
            var (inFence, inBlock, afterEmpty, number) = (false, false, true, 0);
            foreach (var line in File.ReadLines(page))
            {
                number++;
                if (line.TrimStart().StartsWith("```", StringComparison.Ordinal))
                {
                    inFence = !inFence;
                    continue;
                }

                var indented = line.StartsWith("    ", StringComparison.Ordinal) && !line.TrimStart().StartsWith('|');
                inBlock = indented && (inBlock || afterEmpty);
                afterEmpty = line.Length == 0;
                if ((inFence || inBlock) && line.Trim().Length > 0) yield return (Path.GetRelativePath(Root, page), number, line.Trim());
            }
        }
    }

    private static string Find()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MailActors.sln")))
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("MailActors.sln is not above the tests.");
        return folder;
    }
}
