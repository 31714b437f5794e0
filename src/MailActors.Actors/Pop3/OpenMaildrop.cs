using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3;

/// <summary>INBOX as it was at login, and what is marked. Numbers stay the same through the session (RFC 1939 §4), whatever comes or goes meanwhile.</summary>
internal sealed class OpenMaildrop(FolderSnapshot folder)
{
    private readonly HashSet<int> _marked = [];

    public FolderSnapshot Folder { get; } = folder;

    /// <summary>The highest number.</summary>
    public int Last => Folder.Count;

    /// <summary>Without what is marked.</summary>
    public int Messages => Folder.Count - _marked.Count;

    public long Octets { get; private set; } = folder.Info.Bytes;

    public bool IsMarked(int message) => _marked.Contains(message);

    /// <summary>Null: there is such a message, and it isn't marked.</summary>
    public Pop3Rejection? Check(int message)
    {
        if (message < 1 || message > Last) return Pop3Rejection.NoSuchMessage;
        return _marked.Contains(message) ? Pop3Rejection.MessageDeleted : null;
    }

    public void Mark(int message)
    {
        if (_marked.Add(message)) Octets -= Folder[message].Size;
    }

    public void Reset()
    {
        _marked.Clear();
        Octets = Folder.Info.Bytes;
    }

    public UidSet Marked() => UidSet.OfRanges(_marked.Select(m => Folder[m].Uid).Select(uid => new UidRange(uid, uid)));
}
