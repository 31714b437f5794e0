using FsCheck.Xunit;
using MailActors.Domain.Mailboxes;
using Xunit;
using static MailActors.Domain.Tests.Mailboxes.MailboxScene;

namespace MailActors.Domain.Tests.Mailboxes;

/// <summary>Random commands against a mailbox that is a list of folders with lists of messages, and against itself: replayed from all
/// events, from a snapshot and a tail, and always loaded, it must be the same.</summary>
public sealed class MailboxModelTests
{
    private static readonly string[] Folders = ["INBOX", "a", "a/b", "c", "d"];
    private static readonly string[] Keywords = ["one", "two", "three"];

    [Property(MaxTest = 200)]
    public void Random_commands_do_what_the_model_does(uint[] script, byte burst)
    {
        var scene = new MailboxScene();
        var model = new Model();
        var random = new Queue<uint>(script);
        while (random.Count > 0)
        {
            Step(scene, model, random, burst);
            switch (Next(random) % 9)
            {
                case 0:
                    scene.Save();
                    break;
                case 1:
                    scene.Restart();
                    break;
                case 2:
                    scene.Save();
                    scene.State = scene.State.Unload(1);
                    break;
            }
        }

        Assert.Equal(model.Shown(), SeenOf(scene));
        Assert.All(scene.State.View().Folders, f => Assert.Equal(model.Recent(f.Name), f.Recent));
        var live = scene.Shown();
        scene.State = scene.Replayed(new(Account));
        Assert.Equal(live, scene.Shown());
        if (scene.Root is not null)
        {
            scene.Restart();
            Assert.Equal(live, scene.Shown());
        }

        scene.Save();
        scene.Restart();
        Assert.Equal(live, scene.Shown());
    }

    private static void Step(MailboxScene scene, Model model, Queue<uint> random, byte burst)
    {
        string folder = Folders[Next(random) % 5], other = Folders[Next(random) % 5];
        var id = scene.State.Find(folder)?.Info.Id ?? 99;
        uint low = Next(random) % 30, high = low + Next(random) % 10;
        var uids = UidSet.OfRanges([new(low + 1, high + 1), new(high * 3, high * 3 + 2)]);
        var flags = Flags((MessageFlags)(Next(random) & 31), Keywords[Next(random) % 3]);
        switch (Next(random) % 12)
        {
            case 0 or 1:
                scene.Do(Delivery((int)low, folder));
                model.Add(model.Has(folder) ? folder : "INBOX", [((int)low, FlagSet.Empty)]);
                break;
            case 2:
                var messages = Enumerable.Range(0, Math.Max(1, burst * 5)).Select(i => Message(i, flags.System, [.. flags.Keywords])).ToArray();
                scene.Do(Appending(folder, messages));
                model.Add(folder, messages.Select((_, i) => (i, flags)));
                break;
            case 3 or 4:
                var change = (FlagChange)(Next(random) % 3);
                scene.Do(Storing(uids, change, flags, folder: id));
                model.Store(folder, uids, change, flags);
                break;
            case 5:
                scene.Do(Copying(uids, other, id));
                model.Copy(folder, uids, other, move: false);
                break;
            case 6:
                scene.Do(Moving(uids, other, id));
                model.Copy(folder, uids, other, move: true);
                break;
            case 7:
                scene.Do(Expunging(uids, onlyDeleted: (low & 1) == 0, folder: id));
                model.Expunge(folder, uids, onlyDeleted: (low & 1) == 0);
                break;
            case 8:
                scene.Do(Creating(folder));
                model.Create(folder);
                break;
            case 9:
                if (scene.Do(TakingRecent(id)) is MailboxReplies.RecentTaken taken)
                    Assert.Equal(model.TakeRecent(folder), Recent(scene, folder, taken.Uids));
                break;
            case 10:
                scene.Do(Deleting(folder));
                model.Delete(folder);
                break;
            default:
                scene.Do(Renaming(folder, other));
                model.Rename(folder, other);
                break;
        }
    }

    /// <summary>Those of them that are still there.</summary>
    private static uint[] Recent(MailboxScene scene, string folder, UidSet taken)
    {
        var snapshot = scene.Folder(folder);
        return [.. Enumerable.Range(1, snapshot.Count).Select(i => snapshot[i].Uid).Where(taken.Contains)];
    }

    private static uint Next(Queue<uint> random) => random.TryDequeue(out var next) ? next : 0;

    /// <summary>The mailbox in the words of the model; what the root counts must be what the messages are.</summary>
    private static string SeenOf(MailboxScene scene)
    {
        var lines = new List<string>();
        foreach (var name in scene.State.Names.Keys.Order(StringComparer.Ordinal))
        {
            var folder = scene.Folder(name);
            var rows = Enumerable.Range(1, folder.Count).Select(i => folder[i]).ToArray();
            Assert.Equal(folder.Info.Unseen, rows.Count(r => (r.Flags & MessageFlags.Seen) == 0));
            Assert.Equal(folder.Info.Deleted, rows.Count(r => (r.Flags & MessageFlags.Deleted) != 0));
            Assert.Equal(folder.Info.Bytes, rows.Sum(r => r.Size));
            Assert.Equal(folder.Info.DeletedBytes, rows.Where(r => (r.Flags & MessageFlags.Deleted) != 0).Sum(r => r.Size));
            Assert.Equal(folder.Info.Recent, rows.Count(r => r.Uid >= folder.Info.FirstRecent));
            Assert.All(rows, (r, i) => Assert.Equal(i + 1, folder.SequenceOf(r.Uid)));
            Assert.All(rows, r => Assert.False(folder.Vanished.Since(0).Contains(r.Uid)));
            lines.Add($"{name} next {folder.Info.UidNext}");
            lines.AddRange(rows.Select(r =>
            {
                var keywords = folder.Keywords.Where((_, i) => ((ulong)r.Flags >> (FlagSet.FirstKeywordBit + i) & 1) != 0);
                return Model.Line(r.Uid, (int)r.Size - 1000, new(r.Flags & MessageFlags.System, [.. keywords]));
            }));
        }

        var all = scene.State.View();
        Assert.Equal(all.Folders.Sum(f => f.Bytes), all.Quota.UsedBytes);
        Assert.Equal(all.Folders.Sum(f => f.Messages), all.Quota.UsedMessages);
        return string.Join('\n', lines);
    }
}
