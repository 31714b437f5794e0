using System.Text;
using System.Text.RegularExpressions;
using Xunit;

namespace MailActors.Architecture.Tests;

/// <summary>The acceptance table of docs/security.md is what the tests are tagged with. Run this test with MAILACTORS_WRITE_DOCS=1 to write it anew.</summary>
public class AcceptanceTableTests
{
    private const string Page = "docs/security.md", Heading = "## Acceptance";

    private static readonly Regex Test = new(
        @"\[(?:Fact|Theory|[\w.]*Property)\b(?<attributes>(?:.|\n)*?)public (?:async )?[\w<>.]+ (?<name>\w+)\(", RegexOptions.None, TimeSpan.FromSeconds(10));

    private static readonly Regex Tag = new("Trait\\(\"acceptance\", \"(?<id>[A-Z]{2}-[0-9]{2})\"\\)", RegexOptions.None, TimeSpan.FromSeconds(10));

    [Fact]
    public void The_table_is_what_the_tests_are_tagged_with()
    {
        var tagged = Tagged();
        if (Environment.GetEnvironmentVariable("MAILACTORS_WRITE_DOCS") is not null) Write(tagged);

        var documented = Docs.Rows(Page, Heading).Select(row => (Id: row[0], Class: row[1].Trim('`'), Fact: row[2])).ToList();
        Assert.Empty(tagged.Keys.Except(documented.Select(row => (row.Id, row.Class))).Select(row => $"| {row.Id} | `{row.Class}` | {tagged[row][0]} | is missing; see above how to write the table anew"));
        Assert.Empty(documented.Where(row => !tagged.ContainsKey((row.Id, row.Class))).Select(row => $"{row.Id} {row.Class}: no such tag"));
        Assert.Empty(documented.Where(row => tagged.TryGetValue((row.Id, row.Class), out var facts) && !facts.Contains(row.Fact))
            .Select(row => $"{row.Id} {row.Class}: no tagged test \"{row.Fact}\""));
    }

    [Fact]
    public void Every_test_class_that_holds_a_promise_exists() => Assert.Empty(
        Docs.Rows("docs/reliability.md", "# What is promised").SelectMany(row => row[^1].Split(',', StringSplitOptions.TrimEntries))
            .Select(name => name.Trim('`')).Where(name => !Classes().Contains(name)));

    /// <summary>The control: a tag is found on a class, on a test and among others.</summary>
    [Fact]
    public void Tags_are_found_where_they_stand()
    {
        const string Source = """
            [Trait("acceptance", "AB-01")]
            public class SomeTests
            {
                [Fact, Trait("acceptance", "AB-02")]
                public void A_fact() { }

                [Theory]
                [InlineData("x")]
                [Trait("acceptance", "AB-03")]
                [Trait("acceptance", "AB-04")]
                public async Task Another_fact(string x) { }

                [Fact]
                public void Not_tagged() { }
            }
            """;
        Assert.Equal(
            [("AB-01", WholeClass), ("AB-02", "A fact"), ("AB-03", "Another fact"), ("AB-04", "Another fact")],
            TagsOf(Source).Select(tag => (tag.Id, tag.Fact)));
    }

    private const string WholeClass = "the whole class";

    private static SortedDictionary<(string Id, string Class), List<string>> Tagged()
    {
        var tagged = new SortedDictionary<(string, string), List<string>>();
        foreach (var file in Repository.SourceFiles("tests").Where(file => !file.EndsWith($"{nameof(AcceptanceTableTests)}.cs", StringComparison.Ordinal)))
        {
            foreach (var (id, fact) in TagsOf(File.ReadAllText(file)))
            {
                var key = (id, Path.GetFileNameWithoutExtension(file));
                if (!tagged.TryGetValue(key, out var facts)) tagged.Add(key, facts = []);
                facts.Add(fact);
            }
        }

        return tagged;
    }

    private static IEnumerable<(string Id, string Fact)> TagsOf(string source)
    {
        var body = source.IndexOf("class ", StringComparison.Ordinal);
        if (body < 0) yield break;
        foreach (Match tag in Tag.Matches(source[..body])) yield return (tag.Groups["id"].Value, WholeClass);
        foreach (Match test in Test.Matches(source, body))
            foreach (Match tag in Tag.Matches(test.Groups["attributes"].Value)) yield return (tag.Groups["id"].Value, test.Groups["name"].Value.Replace('_', ' '));
    }

    private static HashSet<string> Classes() => [.. Repository.SourceFiles("tests").Select(file => Path.GetFileNameWithoutExtension(file))];

    private static void Write(SortedDictionary<(string Id, string Class), List<string>> tagged)
    {
        var path = Path.Combine(Repository.Root, Page);
        var lines = File.ReadLines(path).ToList();
        var head = lines.FindIndex(lines.IndexOf(Heading), line => line.StartsWith("|---", StringComparison.Ordinal));
        var end = head + 1 + lines.Skip(head + 1).TakeWhile(line => line.StartsWith('|')).Count();
        var text = new StringBuilder();
        foreach (var line in lines.Take(head + 1)) text.Append(line).Append('\n');
        foreach (var ((id, name), facts) in tagged) text.Append($"| {id} | `{name}` | {facts[0]} |\n");
        foreach (var line in lines.Skip(end)) text.Append(line).Append('\n');
        File.WriteAllText(path, text.ToString());
    }
}
