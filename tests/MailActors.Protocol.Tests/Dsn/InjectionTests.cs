using System.Text;
using MailActors.Protocol.Dsn;
using Xunit;
using static MailActors.Protocol.Tests.Dsn.Reports;

namespace MailActors.Protocol.Tests.Dsn;

/// <summary>Whatever a remote host, a sender or a recipient wrote, a notice has the fields it always has.</summary>
[Trait("acceptance", "HD-01")]
public sealed class InjectionTests
{
    public static readonly TheoryData<string> Evil =
    [
        "x\r\nBcc: victim@example.com", "x\nInjected: yes", "x\rInjected: yes", "x\r\n\r\nbody", "x\0y", "x\u2028Injected: yes", "x\u0085Injected: yes",
        "x\u202Eevil", "\ud800", "x\r\n.\r\nMAIL FROM:<>", "x\r\n--=_abc_0--\r\n", "=?utf-8?q?x=0D=0AInjected:_yes?=", "", new string('x', 5000), new string('ж', 5000),
        "\u001b]0;title\u0007",
    ];

    [Theory]
    [MemberData(nameof(Evil))]
    public void No_value_adds_a_field(string evil)
    {
        foreach (var international in new[] { false, true })
        {
            var good = Lines(Report("good", international), international);
            var bad = Report(evil, international);
            Assert.Equal(good.Names, Lines(bad, international).Names);
            Assert.All(bad.Bytes.ToArray(), octet => Assert.True(octet is >= 0x20 or 0x0D or 0x0A or 0x09));
            Assert.DoesNotContain("\u202E", Encoding.UTF8.GetString(WithoutReturned(bad)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Each_line_is_ended_by_crlf_and_short_enough()
    {
        foreach (string evil in Evil)
        {
            var text = Encoding.UTF8.GetString(Report(evil, international: true).Bytes.Span);
            Assert.DoesNotContain('\n', text.Replace("\r\n", "", StringComparison.Ordinal));
            Assert.All(text.Split("\r\n"), line => Assert.InRange(Encoding.UTF8.GetByteCount(line), 0, 998));
        }
    }

    /// <summary>The control: the same count finds a field that does get in.</summary>
    [Fact]
    public void The_count_would_find_a_field_that_got_in()
    {
        var good = Report("good", international: false);
        var spoiled = Encoding.UTF8.GetString(good.Bytes.Span).Replace("Status: ", "Injected: yes\r\nStatus: ", StringComparison.Ordinal);
        Assert.NotEqual(Lines(good, false).Names, Lines(good with { Bytes = Encoding.UTF8.GetBytes(spoiled) }, false).Names);
    }

    /// <summary>The header section that is returned is the sender's own.</summary>
    private static ReadOnlySpan<byte> WithoutReturned(DsnMessage message) => message.Bytes.Span[..message.Bytes.Span.LastIndexOf("Content-Type:"u8)];

    private static DsnMessage Report(string evil, bool international) => Write(
        Failure(new ReportedRecipient(ReportedAction.Failed, Address("bob@example.net"), evil, evil, evil + ".", evil + ".", Noon, null)) with
        {
            ReportingHost = evil + ".", EnvelopeId = evil, QueueId = evil + ".", Id = "abc", International = international,
        },
        Message("Subject: " + evil.Replace("\r\n", "", StringComparison.Ordinal).Replace('\n', ' ').Replace('\r', ' ').Replace('\0', ' ').Replace('\u001b', ' ').Replace('\u0007', ' ') + "\r\n\r\n"));

    /// <summary>The names of all header and status fields, without those that are there or not by the value's own form.</summary>
    private static (string Names, int Count) Lines(DsnMessage message, bool international)
    {
        var text = Encoding.UTF8.GetString(message.Bytes.Span);
        var names = new List<string>();
        foreach (var line in text.Split("\r\n"))
        {
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1 || line[0] is ' ' or '\t' || line[..colon].Any(c => !char.IsAsciiLetterOrDigit(c) && c != '-')) continue;
            var name = line[..colon];
            if (name is "Subject" or "Original-Envelope-Id" or "Original-Recipient" or "Content-Transfer-Encoding") continue;
            names.Add(name);
        }

        return (string.Join(' ', names), names.Count);
    }
}
