using Xunit;

namespace MailActors.Node.Tests.Outbound.Matrix;

/// <summary>Whatever a host does, each recipient is delivered to, tried again or given up as the host's word for it says, once.</summary>
public sealed class RemoteMatrixTests(RemoteMatrixRun run) : IClassFixture<RemoteMatrixRun>
{
    public static TheoryData<string> Rows => [.. RemoteTable.Rows.Select(row => row.Name)];

    [Theory, Trait("acceptance", "RM-01"), Trait("acceptance", "RM-02"), Trait("acceptance", "TL-03")]
    [MemberData(nameof(Rows))]
    public void Each_recipient_ends_as_the_host_said_and_once(string name) => Assert.Empty(run.Evidence[name].Breaches(Row(name)));

    /// <summary>The control: what was seen does not pass for anything else that might have become of a recipient.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void Another_end_of_any_recipient_would_be_noticed(string name)
    {
        var row = Row(name);
        for (var i = 0; i < RemoteRow.Recipients; i++)
        {
            foreach (var other in Others(row, i))
                Assert.NotEmpty(run.Evidence[name].Breaches(row with { Ends = row.Ends[..i] + other + row.Ends[(i + 1)..] }));
        }
    }

    /// <summary>The control: a copy too many or too few, and a notice too many or too few.</summary>
    [Theory]
    [MemberData(nameof(Rows))]
    public void A_copy_or_a_notice_too_many_or_too_few_would_be_noticed(string name)
    {
        var (row, seen) = (Row(name), run.Evidence[name]);
        if (seen.Transactions.FirstOrDefault(t => t.IsTaken) is { } taken)
        {
            Assert.NotEmpty((seen with { Transactions = [.. seen.Transactions, taken] }).Breaches(row));
            Assert.NotEmpty((seen with { Transactions = [.. seen.Transactions.Where(t => t != taken)] }).Breaches(row));
        }

        if (seen.Notices is [var told, ..])
        {
            Assert.NotEmpty((seen with { Notices = [.. seen.Notices, told] }).Breaches(row));
            Assert.NotEmpty((seen with { Notices = [.. seen.Notices.Skip(1)] }).Breaches(row));
        }
        else
        {
            Assert.NotEmpty((seen with { Notices = [new(0, seen.Address(0), "550 5.1.1 Nobody")] }).Breaches(row));
        }
    }

    /// <summary>The ends that can be told from the one it had by what the host has seen.</summary>
    private static string Others(RemoteRow row, int recipient) => row.Ends[recipient] switch
    {
        'b' => "dr",
        'd' => row.Ends.Contains('r') ? "b" : "br",
        _ => row.Whims.Any(w => w.At == "RCPT" && w.Reply.StartsWith("450", StringComparison.Ordinal)) ? "bd" : "b",
    };

    private static RemoteRow Row(string name) => RemoteTable.Rows.Single(row => row.Name == name);
}
