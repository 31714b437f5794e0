using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Domain.Tests.Routing;

public sealed class TlsaRecordTests
{
    [Theory]
    [InlineData(2, 0, 0, 400, true)]
    [InlineData(3, 1, 1, 32, true)]
    [InlineData(3, 1, 2, 64, true)]
    [InlineData(0, 1, 1, 32, false)]
    [InlineData(1, 1, 1, 32, false)]
    [InlineData(255, 1, 1, 32, false)]
    [InlineData(3, 2, 1, 32, false)]
    [InlineData(3, 1, 3, 32, false)]
    [InlineData(3, 1, 1, 31, false)]
    [InlineData(3, 1, 2, 32, false)]
    [InlineData(3, 0, 0, 0, false)]
    public void Records_that_can_match_nothing_do_not_count(byte usage, byte selector, byte matching, int length, bool usable) =>
        Assert.Equal(usable, Record(usage, selector, matching, length).IsUsable);

    [Fact]
    public void Of_two_digests_only_the_stronger_counts()
    {
        var (weak, strong, whole, other) = (Record(3, 1, 1, 32), Record(3, 1, 2, 64), Record(3, 1, 0, 91), Record(2, 1, 1, 32));
        Assert.True(TlsaRecord.Usable([weak, strong, whole, other]).SequenceEqual([strong, whole, other]));
        Assert.True(TlsaRecord.Usable([weak, whole]).SequenceEqual([weak, whole]));
        Assert.True(TlsaRecord.Usable([weak, Record(3, 1, 2, 63)]).SequenceEqual([weak]));
    }

    [Fact]
    public void Every_result_type_has_a_name_of_its_own() =>
        Assert.Equal(Enum.GetValues<TlsFailure>().Length, Enum.GetValues<TlsFailure>().Select(failure => failure.Name()).Distinct().Count());

    private static TlsaRecord Record(byte usage, byte selector, byte matching, int length) => new(usage, selector, matching, [.. Enumerable.Repeat((byte)7, length)]);
}
