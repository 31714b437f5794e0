namespace MailActors.Actors.Imap.Fetch;

/// <summary>Not everything that was asked for could be given.</summary>
/// <param name="Abandoned">The bytes ran out inside a literal that was already announced: the connection can only be closed.</param>
internal sealed record FetchFailure(ImapReply Reply, bool Abandoned = false);
