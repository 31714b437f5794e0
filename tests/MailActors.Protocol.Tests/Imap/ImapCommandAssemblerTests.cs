using System.Text;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Lines and literals become commands; every limit is crossed.</summary>
public sealed class ImapCommandAssemblerTests
{
    [Theory]
    [Trait("acceptance", "IP-01")]
    [InlineData("a LOGIN {999999999999}")]
    [InlineData("a LOGIN {2147483648}")]
    [InlineData("a LOGIN {2147483647}")]
    [InlineData("a LOGIN {-1}")]
    [InlineData("a LOGIN {4294967295+}")]
    [InlineData("a LOGIN {99999999999999999999999999}")]
    [InlineData("a LOGIN {}")]
    [InlineData("a LOGIN {+}")]
    [InlineData("a LOGIN {1-}")]
    [InlineData("a LOGIN {0x10}")]
    public void Sizes_nobody_can_mean_end_the_connection(string line)
    {
        foreach (var loggedIn in new[] { false, true })
        {
            var wire = new Wire(loggedIn: loggedIn).Send(Golden.Octets(line));
            var bad = Assert.IsType<ImapStep.Bad>(Assert.Single(wire.Steps));
            Assert.True(bad.Close);
            Assert.Equal("a", bad.Tag);
        }
    }

    [Fact]
    [Trait("acceptance", "IP-01")]
    [Trait("acceptance", "AU-08")]
    public void A_hundred_thousand_parentheses_before_login_end_the_connection()
    {
        var wire = new Wire(loggedIn: false).Send(Golden.Octets("a SEARCH " + new string('(', 100_000)));
        Assert.True(Assert.IsType<ImapStep.Bad>(Assert.Single(wire.Steps)).Close);
        Assert.True(wire.Assembler.IsIdle);
    }

    [Fact]
    [Trait("acceptance", "AU-08")]
    public void A_megabyte_of_initial_response_is_too_long_a_line()
    {
        var wire = new Wire(loggedIn: false).Send(Golden.Octets("a AUTHENTICATE PLAIN " + new string('A', 1024 * 1024)));
        Assert.Equal(ImapFaultKind.TooBig, Assert.IsType<ImapStep.Bad>(Assert.Single(wire.Steps)).Fault.Kind);
    }

    [Theory]
    [Trait("acceptance", "AU-08")]
    [InlineData("a AUTHENTICATE PLAIN ====")]
    [InlineData("a AUTHENTICATE PLAIN AA=A")]
    [InlineData("a LOGIN us\u00E9r secret")]
    [InlineData("a LOGIN \"us\u00E9r\" secret")]
    [InlineData("a LOGIN us␀er secret")]
    [InlineData("a LOGIN {5}␍us␀er secret")]
    public void Bad_base64_NUL_and_8_bit_users_are_BAD(string line)
    {
        var wire = new Wire(loggedIn: false).Send(Golden.Octets(line));
        Assert.False(Assert.IsType<ImapStep.Bad>(wire.Ends.First()).Close);
    }

    [Theory]
    [InlineData("a NOOP\n", "a", false)]
    [InlineData("a NOOP\rb NOOP\r\n", "a", false)]
    [InlineData("a NOOP\r\r\n", "a", false)]
    [InlineData("\n", null, false)]
    [InlineData("a LOGIN u {5}\n", "a", false)]
    [InlineData("a LOGIN u {5+}\n", "a", true)]
    [InlineData("a LOGIN {1}\r\nu x\n", "a", true)]
    public void A_bare_newline_is_BAD_and_ends_the_connection_where_octets_may_follow(string lines, string? tag, bool closes)
    {
        var bad = Assert.IsType<ImapStep.Bad>(new Wire(loggedIn: false).Send(Encoding.Latin1.GetBytes(lines)).Steps[^1]);
        Assert.Equal((tag, closes), (bad.Tag, bad.Close));
    }

    [Theory]
    [Trait("acceptance", "SM-07")]
    [InlineData("GET / HTTP/1.1\r\n", true)]
    [InlineData("POST /<script> HTTP/1.1\n", true)]
    [InlineData("CONNECT mail.example.test:25 HTTP/1.0\r\n", true)]
    [InlineData("\u0016\u0003\u0001\u0002\r\n", true)]
    [InlineData("GET NOOP\r\n", false)]
    [InlineData("get / HTTP/1.1\r\n", false)]
    public void Another_protocol_is_recognised_before_login_only(string line, bool foreign)
    {
        var octets = Encoding.Latin1.GetBytes(line);
        Assert.Equal(foreign, new Wire(loggedIn: false).Send(octets).Steps[^1] is ImapStep.Foreign);
        Assert.IsNotType<ImapStep.Foreign>(new Wire(loggedIn: true).Send(octets).Steps[^1]);
    }

    [Theory]
    [InlineData("a SELECT {5}", false)]
    [InlineData("a SELECT {5+}", true)]
    [InlineData("a APPEND INBOX {5}", false)]
    [InlineData("a ID ({4}", false)]
    public void Before_login_only_LOGIN_may_have_a_literal(string line, bool closes)
    {
        var bad = Assert.IsType<ImapStep.Bad>(new Wire(loggedIn: false).Send(Golden.Octets(line)).Steps[0]);
        Assert.Equal(closes, bad.Close);
    }

    [Fact]
    public void A_login_literal_at_the_limit_is_read_and_one_octet_more_is_not()
    {
        var limits = new ImapLimits();
        var most = limits.MaxLiteralBeforeLogin;
        Assert.IsType<ImapStep.Literal>(new Wire(limits, loggedIn: false).Send(Golden.Octets($"a LOGIN x {{{most}}}")).Steps[0]);
        Assert.IsType<ImapStep.Bad>(new Wire(limits, loggedIn: false).Send(Golden.Octets($"a LOGIN x {{{most + 1}}}")).Steps[0]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("+", true)]
    public void A_literal_over_the_limit_is_refused_and_only_one_already_sent_closes(string plus, bool closes)
    {
        var most = new ImapLimits().MaxLiteral;
        Assert.IsType<ImapStep.Literal>(new Wire().Send(Golden.Octets($"a SELECT {{{most}{plus}}}")).Steps[0]);
        var bad = Assert.IsType<ImapStep.Bad>(new Wire().Send(Golden.Octets($"a SELECT {{{most + 1}{plus}}}")).Steps[0]);
        Assert.Equal((ImapFaultKind.TooBig, closes, "a"), (bad.Fault.Kind, bad.Close, bad.Tag));
    }

    [Theory]
    [InlineData(false, 8 * 1024)]
    [InlineData(true, 64 * 1024)]
    public void A_line_at_the_limit_is_read_and_one_octet_more_is_not(bool loggedIn, int most)
    {
        var line = "a LOGIN x " + new string('y', most - 10);
        Assert.IsType<ImapStep.Complete>(Assert.Single(new Wire(loggedIn: loggedIn).Send(Golden.Octets(line)).Steps));
        var bad = Assert.IsType<ImapStep.Bad>(Assert.Single(new Wire(loggedIn: loggedIn).Send(Golden.Octets(line + "y")).Steps));
        Assert.Equal((ImapFaultKind.TooBig, !loggedIn), (bad.Fault.Kind, bad.Close));
    }

    [Fact]
    [Trait("acceptance", "IP-02")]
    public void A_hundred_thousand_literals_stop_at_the_total_of_one_command()
    {
        var wire = new Wire();
        wire.Send("a SEARCH"u8);
        var argument = Encoding.ASCII.GetBytes(" SUBJECT {100+}\r\n" + new string('x', 100));
        for (var i = 0; i < 100_000 && wire.Steps.All(s => s is not ImapStep.Bad); i += 100)
            wire.Send(Enumerable.Repeat(argument, 100).SelectMany(a => a).ToArray());
        var bad = Assert.IsType<ImapStep.Bad>(wire.Steps[^1]);
        Assert.Equal((ImapFaultKind.TooBig, true), (bad.Fault.Kind, bad.Close));
        Assert.InRange(wire.Steps.Count, 8_000, 1024 * 1024 / 100);
    }

    [Fact]
    [Trait("acceptance", "IP-08")]
    public void A_refused_message_that_was_not_sent_yet_ends_the_command_at_once()
    {
        var wire = new Wire { Refuses = true }.Send(Golden.Octets("a APPEND INBOX {60000000}␍b NOOP"));
        Assert.Equal("a", Assert.IsType<ImapStep.Refused>(wire.Ends.First()).Tag);
        Assert.IsType<NoopCommand>(Assert.IsType<ImapStep.Complete>(wire.Ends.Last()).Command);
    }

    [Fact]
    [Trait("acceptance", "IP-08")]
    public void Refused_messages_that_were_sent_are_skipped_with_all_that_belongs_to_them()
    {
        var wire = new Wire { Refuses = true }.Send(Golden.Octets("a APPEND INBOX {3+}␍abc (\\Seen) {4+}␍defg␍b NOOP"));
        Assert.Equal([3L, 4L], wire.Steps.OfType<ImapStep.Skip>().Select(s => s.Size));
        Assert.Equal("a", Assert.IsType<ImapStep.Refused>(wire.Ends.First()).Tag);
        Assert.IsType<NoopCommand>(Assert.IsType<ImapStep.Complete>(wire.Ends.Last()).Command);
    }

    [Fact]
    public void A_refused_message_larger_than_any_that_is_on_its_way_already_ends_the_connection()
    {
        var wire = new Wire { Refuses = true }.Send(Golden.Octets("a APPEND INBOX {60000000+}"));
        Assert.True(Assert.IsType<ImapStep.Bad>(wire.Steps[^1]).Close);
    }

    [Fact]
    public void After_a_message_was_lost_the_rest_of_its_APPEND_is_skipped()
    {
        var assembler = new ImapCommandAssembler(new()) { LoggedIn = true };
        Assert.IsType<ImapStep.Body>(assembler.Line("a APPEND INBOX {3}"u8));
        assembler.Abandon();
        Assert.Equal(5, Assert.IsType<ImapStep.Skip>(assembler.Line(" {5+}"u8)).Size);
        Assert.Equal("a", Assert.IsType<ImapStep.Refused>(assembler.Line(""u8)).Tag);
        Assert.IsType<ImapStep.Complete>(assembler.Line("b NOOP"u8));
    }

    [Fact]
    public void Messages_of_one_APPEND_are_counted_up_to_the_limit()
    {
        var limits = new ImapLimits { MaxMessages = 3 };
        var three = "a APPEND INBOX {1+}␍x {1+}␍x {1+}␍x";
        Assert.IsType<ImapStep.Complete>(new Wire(limits).Send(Golden.Octets(three)).Ends.Single());
        Assert.Equal(ImapFaultKind.TooBig, Assert.IsType<ImapStep.Bad>(new Wire(limits).Send(Golden.Octets(three + " {1+}␍x")).Ends.First()).Fault.Kind);
    }

    [Fact]
    [Trait("acceptance", "IP-03")]
    public void Memory_follows_what_arrived_and_not_what_was_announced()
    {
        var assembler = new ImapCommandAssembler(new() { MaxLiteral = 50_000_000, MaxCommand = 60_000_000 }) { LoggedIn = true };
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Equal(50_000_000, Assert.IsType<ImapStep.Literal>(assembler.Line("a SELECT {50000000}"u8)).Size);
        for (var i = 0; i < 100; i++) assembler.Octets("x"u8);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Theory]
    [InlineData("a SEARCH SUBJECT \"{5}\"")]
    [InlineData("a LIST \"\" \"x{5}\"")]
    [InlineData("a SEARCH SUBJECT \"\\\"{5}\"")]
    public void Braces_inside_quotes_announce_nothing(string line) =>
        Assert.IsType<ImapStep.Complete>(Assert.Single(new Wire().Send(Golden.Octets(line)).Steps));

    [Fact]
    public void An_open_quote_is_no_place_for_a_literal() =>
        Assert.False(Assert.IsType<ImapStep.Bad>(Assert.Single(new Wire().Send(Golden.Octets("a LOGIN \"x {5}")).Steps)).Close);

    [Fact]
    public void An_unknown_command_gets_no_literal()
    {
        var bad = Assert.IsType<ImapStep.Bad>(Assert.Single(new Wire().Send(Golden.Octets("a FOO {5}")).Steps));
        Assert.Equal((ImapFaultKind.UnknownCommand, false), (bad.Fault.Kind, bad.Close));
    }

    [Theory]
    [InlineData("a NOOP\rb NOOP\r\n")]
    [InlineData("a LOGIN \"x\ry\" z\r\n")]
    public void A_bare_CR_is_in_no_command(string octets) =>
        Assert.IsType<ImapStep.Bad>(new Wire().Send(Encoding.ASCII.GetBytes(octets)).Steps[0]);

    [Fact]
    [Trait("acceptance", "IP-05")]
    public void Pipelined_commands_come_out_one_by_one_in_order()
    {
        var lines = string.Concat(Enumerable.Range(0, 10_000).Select(i => $"a{i} STORE {i + 1} +FLAGS (\\Seen)\r\n"));
        var wire = new Wire();
        foreach (var piece in Encoding.ASCII.GetBytes(lines).Chunk(4_096)) wire.Send(piece);
        Assert.Equal(Enumerable.Range(0, 10_000).Select(i => $"a{i}"), wire.Steps.Select(s => ((ImapStep.Complete)s).Command.Tag));
    }
}
