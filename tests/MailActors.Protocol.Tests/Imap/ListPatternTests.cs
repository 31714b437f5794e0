using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MailActors.Protocol.Imap;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

public sealed class ListPatternTests
{
    [Theory]
    [InlineData("*", "a/b/c", true)]
    [InlineData("%", "a", true)]
    [InlineData("%", "a/b", false)]
    [InlineData("%/%", "a/b", true)]
    [InlineData("a*", "a", true)]
    [InlineData("a%", "a/", false)]
    [InlineData("*c", "a/b/c", true)]
    [InlineData("%c", "a/b/c", false)]
    [InlineData("a/%/c", "a/b/c", true)]
    [InlineData("", "", true)]
    [InlineData("", "a", false)]
    [InlineData("INBOX", "INBOX", true)]
    [InlineData("a.c", "abc", false)]
    [InlineData("*%*", "", true)]
    public void Patterns_match_whole_names(string pattern, string name, bool matches) => Assert.Equal(matches, ListPattern.Matches(pattern, name));

    [Theory]
    [InlineData("", "inbox", "INBOX")]
    [InlineData("inbox/", "%", "INBOX/%")]
    [InlineData("in", "box", "INBOX")]
    [InlineData("", "inb*", "inb*")]
    public void The_reference_stands_before_the_pattern(string reference, string pattern, string joined) => Assert.Equal(joined, ListPattern.Join(reference, pattern));

    [Property(MaxTest = 2_000)]
    public Property The_matcher_agrees_with_a_naive_one() => Prop.ForAll(Words("ab/*%"), Words("ab/"), (pattern, name) => ListPattern.Matches(pattern, name) == Naive(pattern, name));

    [Fact]
    [Trait("acceptance", "IP-04")]
    public void Patterns_made_to_backtrack_cost_no_more_than_length_times_length()
    {
        // A backtracking matcher needs more steps for this than there is time.
        var pattern = string.Concat(Enumerable.Repeat("*%", 400)) + "x";
        Assert.False(ListPattern.Matches(pattern, new string('a', 1_000)));
    }

    private static Arbitrary<string> Words(string letters) => Gen.Elements(letters.ToCharArray()).ArrayOf().Select(l => new string(l.Take(9).ToArray())).ToArbitrary();

    private static bool Naive(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        if (pattern.IsEmpty) return name.IsEmpty;
        if (pattern[0] is not ('*' or '%')) return !name.IsEmpty && name[0] == pattern[0] && Naive(pattern[1..], name[1..]);
        if (Naive(pattern[1..], name)) return true;
        return !name.IsEmpty && (pattern[0] == '*' || name[0] != '/') && Naive(pattern, name[1..]);
    }
}
