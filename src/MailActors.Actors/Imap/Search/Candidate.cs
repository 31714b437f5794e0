using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Search;

/// <summary>A message held against a search.</summary>
/// <param name="Sequence">As the client knows it.</param>
/// <param name="Summary">Null as long as it has not been read.</param>
internal readonly record struct Candidate(int Sequence, MessageRow Row, MessageSummary? Summary);
