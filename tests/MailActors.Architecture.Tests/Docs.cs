namespace MailActors.Architecture.Tests;

/// <summary>The pages of the project, and the tables in them.</summary>
internal static class Docs
{
    public static string Read(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    /// <summary>Rows of the tables below a heading, up to the next heading of the same or a higher level; without the head of each table.</summary>
    public static IEnumerable<string[]> Rows(string page, string heading)
    {
        var level = heading.TakeWhile(c => c == '#').Count();
        var inside = false;
        var inHead = true;
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root, page)))
        {
            if (line.StartsWith('#'))
            {
                if (inside && line.TakeWhile(c => c == '#').Count() <= level) yield break;
                inside |= line == heading;
            }

            if (!inside) continue;
            if (!line.StartsWith('|'))
            {
                inHead = true;
                continue;
            }

            if (line.StartsWith("|---", StringComparison.Ordinal)) inHead = false;
            else if (!inHead) yield return [.. line.Trim('|', ' ').Split(" | ").Select(cell => cell.Trim())];
        }
    }
}
