using System.Collections.Immutable;
using MailActors.Actors.Imap.Selected;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using Xunit;

namespace MailActors.Actors.Tests.Imap;

public sealed class FolderViewTests
{
    private static readonly AccountId Account = new(1);

    [Fact]
    public void What_is_gone_is_told_from_the_highest_number_down()
    {
        var view = new FolderView(Folder(1, [1, 2, 3, 4]), readOnly: false);
        view.Learn(Folder(2, [2, 4]));
        var changes = view.Synchronise();
        Assert.Equal([3, 1], changes.Gone);
        Assert.Equal("1,3", changes.GoneUids.ToString());
        Assert.Null(changes.Exists);
        Assert.Equal(2, view.Told.Count);
    }

    [Fact]
    public void Expunge_and_new_mail_together_tell_the_number_that_is_left()
    {
        var view = new FolderView(Folder(1, [1, 2, 3]), readOnly: false);
        view.Learn(Folder(2, [1, 3, 7, 8]));
        var changes = view.Synchronise();
        Assert.Equal([2], changes.Gone);
        Assert.Equal(4, changes.Exists);
    }

    [Fact]
    public void Nothing_moves_while_an_expunge_may_not_be_told()
    {
        var view = new FolderView(Folder(1, [1, 2, 3]), readOnly: false);
        view.Learn(Folder(2, [2, 3, 4]));
        Assert.True(view.SynchroniseWithoutExpunge().Nothing);
        Assert.Equal(1u, view.RowAt(1, out var gone).Uid);
        Assert.True(gone);
        Assert.Equal([1], view.Synchronise().Gone);
    }

    [Fact]
    public void New_mail_may_be_told_when_nothing_is_gone()
    {
        var view = new FolderView(Folder(1, [1]), readOnly: false);
        view.Learn(Folder(2, [1, 2]));
        Assert.Equal(2, view.SynchroniseWithoutExpunge().Exists);
    }

    [Fact]
    public void Own_changes_are_not_told_twice_but_those_of_others_are()
    {
        var view = new FolderView(Folder(1, [1, 2]), readOnly: false);
        view.Announced(UidSet.Of(1), 2);
        view.Learn(Folder(3, [1, 2], changed: new() { [1] = 2, [2] = 3 }));
        Assert.Equal([2], view.Synchronise().Changed);
    }

    [Fact]
    public void An_older_snapshot_and_another_folder_are_ignored()
    {
        var view = new FolderView(Folder(5, [1, 2]), readOnly: false);
        view.Learn(Folder(4, [1]));
        view.Learn(Folder(9, [1], id: 2));
        Assert.False(view.Behind);
    }

    [Fact]
    public void Chunks_that_are_the_same_are_passed_over_wherever_they_stand()
    {
        MessageChunk first = Chunk([1, 2], 1), second = Chunk([3, 4], 1), third = Chunk([5, 6], 1);
        var view = new FolderView(Folder(1, first, second, third), readOnly: false);
        view.Learn(Folder(2, first, Chunk([4], 1), third, Chunk([7], 2)));
        var changes = view.Synchronise();
        Assert.Equal([3], changes.Gone);
        Assert.Equal(6, changes.Exists);
        view.Learn(Folder(3, third));
        Assert.Equal([6, 3, 2, 1], view.Synchronise().Gone);
    }

    [Fact]
    public void An_empty_folder_fills_and_empties()
    {
        var view = new FolderView(Folder(1, []), readOnly: false);
        view.Learn(Folder(2, [1, 2]));
        Assert.Equal(2, view.Synchronise().Exists);
        view.Learn(Folder(3, []));
        Assert.Equal([2, 1], view.Synchronise().Gone);
    }

    private static FolderSnapshot Folder(long modSeq, uint[] uids, Dictionary<uint, long>? changed = null, int id = 1) =>
        Folder(modSeq, id, uids.Length == 0 ? [] : [Chunk(uids, 1, changed)]);

    private static FolderSnapshot Folder(long modSeq, params MessageChunk[] chunks) => Folder(modSeq, 1, chunks);

    private static FolderSnapshot Folder(long modSeq, int id, MessageChunk[] chunks)
    {
        var starts = ImmutableArray.CreateBuilder<int>();
        var count = 0;
        foreach (var chunk in chunks)
        {
            starts.Add(count);
            count += chunk.Count;
        }

        var info = new FolderInfo(id, "INBOX", SpecialUse.None, 1, 100, modSeq, count, 0, 0, 0, 0, 1, 0);
        return new(Account, info, [], [.. chunks], starts.ToImmutable(), VanishedSet.Empty);
    }

    private static MessageChunk Chunk(uint[] uids, long modSeq, Dictionary<uint, long>? changed = null) => MessageChunk.From(
        [.. uids.Select(uid => new MessageRow(uid, MessageFlags.None, changed?.GetValueOrDefault(uid, modSeq) ?? modSeq, 0, 0, 1, default))]);
}
