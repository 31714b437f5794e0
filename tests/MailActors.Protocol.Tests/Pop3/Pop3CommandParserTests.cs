using System.Text;
using MailActors.Protocol.Pop3;
using Xunit;

namespace MailActors.Protocol.Tests.Pop3;

public class Pop3CommandParserTests
{
    [Theory]
    [InlineData("USER jane@example.test", "User { Name = jane@example.test }")]
    [InlineData("user jane", "User { Name = jane }")]
    [InlineData("PASS two words ", "Pass { Password = two words  }")]
    [InlineData("AUTH PLAIN", "Auth { Mechanism = PLAIN, InitialResponse =  }")]
    [InlineData("LIST", "Listing { Verb = List, Message =  }")]
    [InlineData("LIST ", "Listing { Verb = List, Message =  }")]
    [InlineData("Uidl 12", "Listing { Verb = Uidl, Message = 12 }")]
    [InlineData("RETR 1", "Retr { Message = 1 }")]
    [InlineData("TOP 1 0", "Top { Message = 1, Lines = 0 }")]
    [InlineData("DELE 3", "Dele { Message = 3 }")]
    [InlineData("QUIT", "Plain { Verb = Quit }")]
    [InlineData("CAPA", "Plain { Verb = Capa }")]
    [InlineData("UTF8", "Plain { Verb = Utf8 }")]
    public void Commands_are_read(string line, string command) => Assert.Equal(command, Parse(line).Command?.ToString());

    [Theory]
    [InlineData("USER", Pop3Verb.User)]
    [InlineData("PASS ", Pop3Verb.Pass)]
    [InlineData("USER a\0b", Pop3Verb.User)]
    [InlineData("AUTH", Pop3Verb.Auth)]
    [InlineData("AUTH THIS-NAME-IS-FAR-TOO-LONG", Pop3Verb.Auth)]
    [InlineData("RETR", Pop3Verb.Retr)]
    [InlineData("RETR x", Pop3Verb.Retr)]
    [InlineData("RETR -1", Pop3Verb.Retr)]
    [InlineData("RETR +1", Pop3Verb.Retr)]
    [InlineData("RETR 1 2", Pop3Verb.Retr)]
    [InlineData("RETR  1", Pop3Verb.Retr)]
    [InlineData("RETR 99999999999", Pop3Verb.Retr)]
    [InlineData("TOP 1", Pop3Verb.Top)]
    [InlineData("TOP 1 -1", Pop3Verb.Top)]
    [InlineData("DELE one", Pop3Verb.Dele)]
    [InlineData("QUIT now", Pop3Verb.Quit)]
    [InlineData("STAT 1", Pop3Verb.Stat)]
    public void Wrong_arguments_are_told_apart_from_unknown_commands(string line, Pop3Verb verb) =>
        Assert.Equal(new ParsedLine(verb, null), Parse(line));

    [Theory]
    [InlineData("")]
    [InlineData("XYZZY")]
    [InlineData(" QUIT")]
    [InlineData("QUITQUITQUITQUIT")]
    [InlineData("APOP a b")]
    [InlineData("QÜIT")]
    public void Unknown_commands_are_unknown(string line) => Assert.Equal(Pop3Verb.Unknown, Parse(line).Verb);

    [Theory]
    [Trait("acceptance", "SM-07")]
    [InlineData("GET / HTTP/1.1")]
    [InlineData("POST /x HTTP/1.1")]
    [InlineData("CONNECT a:25 HTTP/1.1")]
    [InlineData("\u0016\u0003\u0001")]
    [InlineData("EHLO x")]
    public void Other_protocols_are_recognised(string line) => Assert.Equal(Pop3Verb.Foreign, Parse(line).Verb);

    [Fact]
    public void Invalid_UTF8_is_no_password() => Assert.Null(Pop3CommandParser.Parse("PASS \xC3\x28"u8[..6]).Command);

    [Theory]
    [InlineData(Pop3State.Authorization, Pop3Verb.Stat, Pop3Rejection.NeedsLogin)]
    [InlineData(Pop3State.Named, Pop3Verb.Retr, Pop3Rejection.NeedsLogin)]
    [InlineData(Pop3State.Authorization, Pop3Verb.Pass, Pop3Rejection.NeedsUser)]
    [InlineData(Pop3State.Transaction, Pop3Verb.User, Pop3Rejection.LoggedIn)]
    [InlineData(Pop3State.Transaction, Pop3Verb.Stls, Pop3Rejection.LoggedIn)]
    [InlineData(Pop3State.Transaction, Pop3Verb.Pass, Pop3Rejection.LoggedIn)]
    [InlineData(Pop3State.Named, Pop3Verb.Pass, null)]
    [InlineData(Pop3State.Transaction, Pop3Verb.Dele, null)]
    [InlineData(Pop3State.Authorization, Pop3Verb.Quit, null)]
    [InlineData(Pop3State.Transaction, Pop3Verb.Capa, null)]
    public void Commands_have_their_states(Pop3State state, Pop3Verb verb, Pop3Rejection? rejection) =>
        Assert.Equal(rejection, Pop3Transitions.Check(state, verb));

    [Fact]
    public void Every_rejection_has_words()
    {
        foreach (var rejection in Enum.GetValues<Pop3Rejection>())
        {
            var words = Encoding.ASCII.GetString(Pop3Replies.For(rejection).Span);
            Assert.StartsWith("-ERR ", words);
            Assert.EndsWith("\r\n", words);
            Assert.True(words.Length <= 512);
        }
    }

    [Fact]
    public void Login_is_offered_under_TLS_only()
    {
        Assert.DoesNotContain("SASL", Encoding.ASCII.GetString(Pop3Capabilities.List([], startTls: true)));
        Assert.Contains("USER\r\nSASL SCRAM-SHA-256 PLAIN\r\n", Encoding.ASCII.GetString(Pop3Capabilities.List(["SCRAM-SHA-256", "PLAIN"], startTls: false)));
    }

    private static ParsedLine Parse(string line) => Pop3CommandParser.Parse(Encoding.UTF8.GetBytes(line));
}
