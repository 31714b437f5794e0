using Xunit;
using static MailActors.Protocol.Tests.Dsn.Reports;

namespace MailActors.Protocol.Tests.Dsn;

/// <summary>However much there is to tell, a notice keeps to its size.</summary>
public sealed class SizeTests
{
    private const int Max = 50_000;

    [Theory]
    [Trait("acceptance", "LP-06")]
    [Trait("acceptance", "LP-08")]
    [InlineData(1, 1_000_000)]
    [InlineData(1_000, 100)]
    [InlineData(1_000, 5_000)]
    public void Each_notice_is_small_and_all_recipients_are_told_of(int recipients, int words)
    {
        var all = Failure([.. Enumerable.Range(0, recipients).Select(i =>
            Recipient($"user{i}@example.net", "550 5.1.1 " + new string('ж', words)) with { OriginalRecipient = "rfc822;" + new string('o', 400) })]);
        var told = 0;
        foreach (var report in all.Split(Max / 2))
        {
            var message = Write(report, Message("Subject: " + new string('s', 60_000) + "\r\n\r\n" + new string('x', 100_000), whole: true), Max);
            Assert.InRange(message.Bytes.Length, 1, Max);
            told += Status(Read(message)).StatusGroups.Count - 1;
        }

        Assert.Equal(recipients, told);
    }

    /// <summary>The control: unsplit, the same report is too big.</summary>
    [Fact]
    public void A_report_that_is_not_split_can_be_too_big() => Assert.True(
        Write(Failure([.. Enumerable.Range(0, 1_000).Select(i => Recipient($"user{i}@example.net"))]), maxSize: Max).Bytes.Length > Max);

    [Fact]
    public void Of_a_merged_report_one_notice_is_made() => Assert.Single(
        (Failure([.. Enumerable.Range(0, 1_000).Select(i => Recipient($"user{i}@example.net"))]) with { Merged = new(1_000, 1_000) }).Split(Max / 2));
}
