using System.Text.RegularExpressions;
using Xunit;

namespace MailActors.Architecture.Tests;

/// <summary>What keeps the code findable: short files, folders by subject, words of the trade, finished sentences.</summary>
public class SourceShapeTests
{
    private const int LongestFile = 400;

    [Fact]
    public void No_file_is_longer_than_four_hundred_lines() => Assert.Empty(
        Repository.SourceFiles("src").Concat(Repository.SourceFiles("tests"))
            .Select(file => (File: Repository.Relative(file), Lines: File.ReadLines(file).Count()))
            .Where(file => file.Lines > LongestFile));

    [Fact]
    public void The_median_file_has_at_most_eighty_lines()
    {
        var lengths = Repository.SourceFiles("src").Select(file => File.ReadLines(file).Count()).Order().ToList();

        Assert.InRange(lengths[lengths.Count / 2], 1, 80);
    }

    [Fact]
    public void No_name_hides_what_it_is_behind_a_general_word() => Assert.Empty(
        Repository.SourceFiles("src").Select(Repository.Relative)
            .Where(file => Regex.IsMatch(file, @"(Manager|Helper|Util|Utils|Service|Base)\.cs$|/(Models|Helpers|Common|Interfaces|Utils)/")));

    [Fact]
    public void Nothing_is_left_for_later() => Assert.Empty(
        Repository.SourceFiles("src").Where(file => Regex.IsMatch(File.ReadAllText(file), @"\b(TODO|TBD|FIXME|HACK|NotImplementedException)\b"))
            .Select(Repository.Relative));

    [Fact]
    public void Every_RFC_reference_names_a_section_or_the_whole_document_it_means() => Assert.Empty(
        from file in Repository.SourceFiles("src")
        from Match match in Regex.Matches(File.ReadAllText(file), @"RFC ?(\d+)")
        where !int.TryParse(match.Groups[1].Value, out var number) || number is < 700 or > 10100
        select $"{Repository.Relative(file)}: {match.Value}");

    [Fact]
    public void Passwords_never_meet_the_log() => Assert.Empty(
        Repository.SourceFiles("src").SelectMany(file => File.ReadLines(file).Select(line => (File: Repository.Relative(file), Line: line)))
            .Where(line => Regex.IsMatch(line.Line, @"(Log|log)\.?(Debug|Info|Warning|Error|Information)\w*\(.*\{?[Pp]assword\b(?!s)")
                && !line.Line.Contains('"')));
}
