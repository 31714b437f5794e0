using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Imap.Selected;

/// <summary>What a client has to be told so that it knows the folder as it is.</summary>
/// <param name="Gone">Sequence numbers of expunged messages, highest first: told in this order, each is right as it stands
/// (RFC 9051 §7.5.1).</param>
/// <param name="GoneUids">The same messages by UID, for VANISHED (RFC 7162 §3.2.10).</param>
/// <param name="Exists">The new number of messages; null when no message came.</param>
/// <param name="Changed">Sequence numbers, counted after the expunges, of messages whose flags changed.</param>
/// <param name="Keywords">The folder has keywords the client has not heard of.</param>
internal sealed record FolderChanges(IReadOnlyList<int> Gone, UidSet GoneUids, int? Exists, IReadOnlyList<int> Changed, bool Keywords)
{
    public static readonly FolderChanges None = new([], UidSet.Empty, null, [], false);

    public bool Nothing => Gone.Count == 0 && Exists is null && Changed.Count == 0 && !Keywords;
}
