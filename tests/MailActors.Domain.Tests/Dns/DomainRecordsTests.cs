using MailActors.Domain.Dns;
using MailActors.Protocol.MtaSts;
using Xunit;

namespace MailActors.Domain.Tests.Dns;

public sealed class DomainRecordsTests
{
    [Fact]
    public void The_id_of_the_mta_sts_record_changes_with_the_policy_and_only_with_it()
    {
        var one = StsRecordFor("mail.example.test");

        Assert.NotNull(StsRecord.IdOf([one]));
        Assert.Equal(one, StsRecordFor("MAIL.example.test"));
        Assert.NotEqual(one, StsRecordFor("other.example.test"));
    }

    [Fact]
    public void The_policy_to_serve_names_the_host_and_can_be_read()
    {
        var policy = StsPolicy.Parse(System.Text.Encoding.ASCII.GetBytes(DomainRecords.StsPolicyOf(Host("mail.example.test")).ToString()))!;

        Assert.True(policy.Allows("mail.example.test"));
        Assert.False(policy.Allows("evil.test"));
    }

    private static string StsRecordFor(string host) =>
        DomainRecords.Of("example.test", Host(host), []).Single(record => record.Name == "_mta-sts.example.test").Value;

    private static PublishedHost Host(string name) => new(name, 0, KeyHash: null);
}
