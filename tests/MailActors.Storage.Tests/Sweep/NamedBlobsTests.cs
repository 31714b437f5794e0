using System.Buffers.Binary;
using System.Security.Cryptography;
using MailActors.Domain.Blobs;
using MailActors.Storage.Sweep;

namespace MailActors.Storage.Tests.Sweep;

public sealed class NamedBlobsTests
{
    private const int Count = 20_000;

    [Fact]
    public void No_name_is_forgotten_and_few_strangers_are_taken_for_named()
    {
        var named = new NamedBlobs(Count);
        for (var i = 0; i < Count; i++) named.Add(Id(i));
        for (var i = 0; i < Count; i++) Assert.True(named.Contains(Id(i)));
        Assert.InRange(Enumerable.Range(Count, Count).Count(i => named.Contains(Id(i))), 0, Count / 100);
    }

    [Fact]
    public void Another_sweep_takes_others_for_named()
    {
        var sweeps = Enumerable.Range(0, 4).Select(_ => Full()).ToList();
        Assert.DoesNotContain(Enumerable.Range(Count, Count), i => sweeps.All(sweep => sweep.Contains(Id(i))));
    }

    [Fact]
    public void More_names_than_were_expected_are_kept_too()
    {
        var named = new NamedBlobs(0);
        for (var i = 0; i < Count; i++) named.Add(Id(i));
        for (var i = 0; i < Count; i++) Assert.True(named.Contains(Id(i)));
    }

    private static NamedBlobs Full()
    {
        var named = new NamedBlobs(Count);
        for (var i = 0; i < Count; i++) named.Add(Id(i));
        return named;
    }

    private static BlobId Id(int number)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, number);
        return BlobId.From(SHA256.HashData(bytes));
    }
}
