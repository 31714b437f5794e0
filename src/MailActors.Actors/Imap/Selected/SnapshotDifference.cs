using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Selected;

/// <summary>Compares two snapshots of one folder. Chunks that are the same object in both are passed over unread, so the work follows the
/// number of changes and not the size of the folder.</summary>
internal static class SnapshotDifference
{
    public static FolderChanges Between(FolderSnapshot told, FolderSnapshot latest)
    {
        if (ReferenceEquals(told, latest)) return FolderChanges.None;
        var gone = new List<(int Sequence, uint Uid)>();
        var changed = new List<int>();
        Cursor old = new(told), current = new(latest);
        while (old.SkipSame(ref current) || !old.AtEnd)
        {
            if (old.AtEnd) break;
            if (current.AtEnd || old.Uid < current.Uid)
            {
                gone.Add((old.Sequence, old.Uid));
                old.Next();
            }
            else if (old.Uid > current.Uid)
            {
                // A message never comes in between two others: UIDs only grow (RFC 9051 §2.3.1.1).
                current.Next();
            }
            else
            {
                if (old.ModSeq != current.ModSeq) changed.Add(current.Sequence);
                old.Next();
                current.Next();
            }
        }

        return new(
            [.. gone.Select(g => g.Sequence).Reverse()],
            UidSet.Of([.. gone.Select(g => g.Uid)]),
            latest.Count != told.Count - gone.Count ? latest.Count : null,
            changed,
            Keywords: told.Keywords.Length != latest.Keywords.Length);
    }

    private struct Cursor(FolderSnapshot folder)
    {
        private int _chunk;
        private int _index;

        public readonly bool AtEnd => _chunk >= folder.Chunks.Length;

        public readonly int Sequence => folder.Starts[_chunk] + _index + 1;

        public readonly uint Uid => folder.Chunks[_chunk].Uids[_index];

        public readonly long ModSeq => folder.Chunks[_chunk].ModSeqs[_index];

        public void Next()
        {
            _index++;
            Settle();
        }

        /// <summary>Passes whole equal chunks in both; true when it moved.</summary>
        public bool SkipSame(ref Cursor other)
        {
            var moved = false;
            while (_index == 0 && other._index == 0 && !AtEnd && !other.AtEnd
                && ReferenceEquals(folder.Chunks[_chunk], other.Folder.Chunks[other._chunk]))
            {
                _chunk++;
                other._chunk++;
                moved = true;
            }

            Settle();
            other.Settle();
            return moved;
        }

        private readonly FolderSnapshot Folder => folder;

        private void Settle()
        {
            while (_chunk < folder.Chunks.Length && _index >= folder.Chunks[_chunk].Count)
            {
                _chunk++;
                _index = 0;
            }
        }
    }
}
