using FsCheck.Xunit;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

public sealed class SequenceSetTests
{
    [Theory]
    [InlineData("1", 5, "1:1")]
    [InlineData("3:1,2", 5, "1:3")]
    [InlineData("*", 5, "5:5")]
    [InlineData("*:3", 5, "3:5")]
    [InlineData("9:*", 5, "5:9")]
    [InlineData("1:2,3:4,6", 5, "1:4 6:6")]
    [InlineData("*,1:*", 0, "")]
    [InlineData("4294967295,1", 5, "1:1 4294967295:4294967295")]
    public void Sets_resolve_to_ascending_ranges(string set, uint last, string expected)
    {
        var resolved = Read(set).Resolve(last);
        Assert.Equal(expected, string.Join(' ', resolved.Select(r => $"{r.First}:{r.Last}")));
    }

    [Property(MaxTest = 500)]
    public bool Sets_are_written_so_that_they_read_back((ushort From, ushort To)[]? ranges)
    {
        if (ranges is null or []) return true;
        var set = new SequenceSet([.. ranges.Select(r => new SequenceRange(r.From, r.To))]);
        return Read(set.ToString()).Equals(set);
    }

    [Property(MaxTest = 500)]
    public bool Resolving_agrees_with_counting((byte From, byte To)[]? ranges, byte last)
    {
        if (ranges is null or [] || last == 0) return true;
        var set = new SequenceSet([.. ranges.Select(r => new SequenceRange(r.From, r.To))]);
        var wanted = new SortedSet<uint>();
        foreach (var (from, to) in ranges)
        {
            uint a = from == 0 ? last : from, b = to == 0 ? last : to;
            for (var n = Math.Min(a, b); n <= Math.Max(a, b); n++) wanted.Add(n);
        }

        var resolved = set.Resolve(last);
        return resolved.SelectMany(r => Enumerable.Range((int)r.First, (int)(r.Last - r.First + 1)).Select(n => (uint)n)).SequenceEqual(wanted)
            && resolved.Zip(resolved.Skip(1)).All(p => p.First.Last + 1 < p.Second.First);
    }

    private static SequenceSet Read(string set) =>
        ((CopyCommand)((ImapStep.Complete)new Wire().Send(Golden.Octets($"a COPY {set} x")).Ends.Single()).Command).Set;
}
