using System.Text;
using MailActors.Protocol.Dsn;
using MimeKit;
using Xunit;
using static MailActors.Protocol.Tests.Dsn.Reports;

namespace MailActors.Protocol.Tests.Dsn;

public sealed class DsnMessageTests
{
    [Fact]
    public void A_failure_is_a_report_of_three_parts()
    {
        var message = Read(Write(Failure(Recipient("bob@example.net")) with { EnvelopeId = "QQ+2B314" }));
        var report = Assert.IsType<MultipartReport>(message.Body!);
        Assert.Equal("delivery-status", report.ReportType);
        Assert.Equal(3, report.Count);
        Assert.Equal("auto-replied", message.Headers[HeaderId.AutoSubmitted]);
        Assert.Equal("<1@example.org>", message.Headers[HeaderId.InReplyTo]);
        Assert.Equal("ann@example.org", message.To.Mailboxes.Single().Address);
        var groups = Status(message).StatusGroups;
        Assert.Equal(2, groups.Count);
        Assert.Equal("QQ+314", groups[0]["Original-Envelope-Id"]);
        Assert.Equal("dns; mx.example.org", groups[0]["Reporting-MTA"]);
        Assert.Equal("Sun, 01 Mar 2026 11:00:00 +0000", groups[0]["Arrival-Date"]);
        Assert.Equal("rfc822; bob@example.net", groups[1]["Final-Recipient"]);
        Assert.Equal("failed", groups[1]["Action"]);
        Assert.Equal("5.1.1", groups[1]["Status"]);
        Assert.Equal("dns; mx.example.net", groups[1]["Remote-MTA"]);
        Assert.Equal("smtp; 550 5.1.1 No such user", groups[1]["Diagnostic-Code"]);
        Assert.Equal("Sun, 01 Mar 2026 12:00:00 +0000", groups[1]["Last-Attempt-Date"]);
        Assert.Null(groups[1]["Will-Retry-Until"]);
    }

    [Fact]
    public void The_words_tell_what_happened_and_what_to_do()
    {
        var text = Text(Read(Write(Failure(Recipient("bob@example.net")))));
        Assert.Contains("Subject: Grüße", text, StringComparison.Ordinal);
        Assert.Contains("<bob@example.net>", text, StringComparison.Ordinal);
        Assert.Contains("The server mx.example.net said:", text, StringComparison.Ordinal);
        Assert.Contains("Check the spelling", text, StringComparison.Ordinal);
        Assert.Contains("q1", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_delay_tells_how_long_it_goes_on()
    {
        var message = Read(Write(Failure(Recipient("bob@example.net") with { Status = "4.4.1", RetryUntil = Noon.AddDays(5), Action = ReportedAction.Delayed })));
        var group = Status(message).StatusGroups[1];
        Assert.Equal(("delayed", "4.4.1", "Fri, 06 Mar 2026 12:00:00 +0000"), (group["Action"], group["Status"], group["Will-Retry-Until"]));
        Assert.Contains("You need not do anything", Text(message), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ReportedAction.Delivered, "delivered")]
    [InlineData(ReportedAction.Relayed, "relayed")]
    [InlineData(ReportedAction.Expanded, "expanded")]
    public void A_success_has_its_action_and_a_status_of_its_class(ReportedAction action, string word)
    {
        var group = Status(Read(Write(Failure(Recipient("bob@example.net") with { Status = "5.1.1", Action = action })))).StatusGroups[1];
        Assert.Equal((word, "2.0.0"), (group["Action"], group["Status"]));
    }

    [Fact]
    public void The_original_recipient_is_decoded()
    {
        var group = Status(Read(Write(Failure(Recipient("bob@example.net") with { OriginalRecipient = "rfc822;bob+2Bx@example.net" })))).StatusGroups[1];
        Assert.Equal("rfc822; bob+x@example.net", group["Original-Recipient"]);
    }

    [Fact]
    public void Our_own_finding_names_no_remote_host()
    {
        var group = Status(Read(Write(Failure(Recipient("bob@example.net", "No such domain.") with { RemoteHost = null })))).StatusGroups[1];
        Assert.Null(group["Remote-MTA"]);
        Assert.Equal("X-MailActors; No such domain.", group["Diagnostic-Code"]);
    }

    [Fact]
    public void Only_the_header_section_is_returned_unless_all_is_wanted()
    {
        var written = Write(Failure(Recipient("bob@example.net")));
        var part = Assert.IsType<TextRfc822Headers>(((Multipart)Read(written).Body!)[2]);
        Assert.Equal("text/rfc822-headers", part.ContentType.MimeType);
        Assert.DoesNotContain("The body", Returned(written), StringComparison.Ordinal);
        Assert.Contains("Message-ID: <1@example.org>", Returned(written), StringComparison.Ordinal);

        var whole = Assert.IsType<MessagePart>(((Multipart)Read(Write(Failure(Recipient("bob@example.net")), Message(whole: true))).Body!)[2]);
        Assert.Contains("The body", whole.Message!.TextBody, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_that_does_not_fit_is_returned_as_its_header_section()
    {
        var message = Original + new string('x', 60_000);
        var written = Write(Failure(Recipient("bob@example.net")), Message(message, whole: true));
        Assert.InRange(written.Bytes.Length, 1, 50_000);
        Assert.IsType<TextRfc822Headers>(((Multipart)Read(written).Body!)[2]);
    }

    [Fact]
    public void Of_a_huge_header_section_whole_fields_are_returned_as_far_as_they_fit()
    {
        var head = "Subject: first\r\nX-Big: " + new string('y', 70_000) + "\r\n" + string.Concat(Enumerable.Range(0, 2000).Select(i => $"X-{i}: {new string('z', 60)}\r\n"));
        var written = Write(Failure(Recipient("bob@example.net")), Message(head + "\r\nbody"));
        Assert.InRange(written.Bytes.Length, 40_000, 50_000);
        var text = Returned(written);
        Assert.StartsWith("Subject: first\r\nX-0: ", text, StringComparison.Ordinal);
        Assert.DoesNotContain("X-Big", text, StringComparison.Ordinal);
        Assert.EndsWith("z\r\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_boundary_guessed_by_the_sender_is_not_used()
    {
        var plain = Encoding.ASCII.GetString(Write(Failure(Recipient("bob@example.net"))).Bytes.Span);
        Assert.Contains("boundary=\"=_abc_0\"", plain, StringComparison.Ordinal);
        var written = Write(Failure(Recipient("bob@example.net")), Message("Subject: x\r\nX-Guess: --=_abc_0--\r\n\r\n"));
        Assert.Contains("boundary=\"=_abc_1\"", Encoding.ASCII.GetString(written.Bytes.Span), StringComparison.Ordinal);
        Assert.Equal(3, ((Multipart)Read(written).Body!).Count);
    }

    [Fact]
    public void Many_failures_are_one_report_with_counts()
    {
        var report = Failure([.. Enumerable.Range(0, 60).Select(i => Recipient($"user{i}@example.net"))]) with { Merged = new(9_000, 9_500) };
        var message = Read(Write(report));
        Assert.Equal("Undelivered mail: 9000 of your messages did not arrive", message.Subject);
        Assert.Contains("9000 messages in your name could not be delivered to 9500 recipients", Text(message), StringComparison.Ordinal);
        Assert.Contains("... and 9460 more.", Text(message), StringComparison.Ordinal);
        Assert.Equal("9000 messages, 9500 recipients", Status(message).StatusGroups[0]["X-MailActors-Merged"]);
        Assert.Equal(61, Status(message).StatusGroups.Count);
    }

    [Fact]
    public void Without_the_original_there_are_two_parts() =>
        Assert.Equal(2, ((Multipart)Read(DsnMessage.Write(Failure(Recipient("bob@example.net")), null, 50_000)).Body!).Count);

    /// <summary>The octets of the last part.</summary>
    private static string Returned(DsnMessage message)
    {
        var part = Encoding.UTF8.GetString(message.Bytes.Span[message.Bytes.Span.LastIndexOf("Content-Type:"u8)..]);
        var start = part.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        return part[start..part.LastIndexOf("\r\n--=_", StringComparison.Ordinal)];
    }
}
