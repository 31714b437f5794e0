using MailActors.Actors.Imap.Search;
using Xunit;

namespace MailActors.Actors.Tests.Imap.Search;

public class SearchStringTests
{
    [Theory]
    [InlineData("hello", "She said HeLLo to him", true)]
    [InlineData("hello", "hell o", false)]
    [InlineData("ÄRGER", "viel ärger im Haus", true)]
    [InlineData("ärger", "viel ÄRGER im Haus", true)]
    [InlineData("ärger", "viel arger im Haus", false)]
    [InlineData("привет", "ПРИВЕТ, мир", true)]
    [InlineData("x", "", false)]
    public void A_string_is_found_without_regard_to_case(string value, string text, bool found) => Assert.Equal(found, new SearchString(value).IsIn(text));

    [Fact]
    public void The_empty_string_is_in_every_text()
    {
        Assert.True(new SearchString("").IsIn(""));
        Assert.True(new SearchString("").IsIn("text"));
    }
}
