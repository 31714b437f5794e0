using MailActors.Protocol.MtaSts;
using Xunit;

namespace MailActors.Protocol.Tests.MtaSts;

public sealed class StsRecordTests
{
    [Theory]
    [InlineData("v=STSv1; id=20160831085700Z;", "20160831085700Z")]
    [InlineData("v=STSv1;id=1", "1")]
    [InlineData("v=STSv1 ; x=y ; id=abc ; more=z", "abc")]
    [InlineData("v=STSv1;", null)]
    [InlineData("v=STSv1; id=;", null)]
    [InlineData("v=STSv1; id=a-b", null)]
    [InlineData("v=STSv1; id=1; id=2", null)]
    [InlineData("v=STSv1; id=123456789012345678901234567890123", null)]
    [InlineData("v=STSv10; id=1", null)]
    [InlineData("id=1; v=STSv1", null)]
    [InlineData("v=spf1 -all", null)]
    public void One_record_has_one_id(string text, string? id) => Assert.Equal(id, StsRecord.IdOf([text]));

    [Fact]
    public void Two_records_are_none_and_strangers_do_not_count()
    {
        Assert.Null(StsRecord.IdOf([]));
        Assert.Null(StsRecord.IdOf(["v=STSv1; id=1", "v=STSv1; id=2"]));
        Assert.Equal("1", StsRecord.IdOf(["some-site-verification=x", "v=STSv1; id=1"]));
    }
}
