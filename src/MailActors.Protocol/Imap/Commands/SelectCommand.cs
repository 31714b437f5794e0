namespace MailActors.Protocol.Imap.Commands;

/// <summary>SELECT and EXAMINE (RFC 9051 §6.3.2, §6.3.3).</summary>
/// <param name="ReadOnly">EXAMINE.</param>
/// <param name="CondStore">The parameter of RFC 7162 §3.1.8; QRESYNC alone does not set it.</param>
public sealed record SelectCommand(string Tag, string Mailbox, bool ReadOnly, bool CondStore, QresyncParameter? Qresync) : ImapCommand(Tag);

/// <summary>What a client remembers of the folder (RFC 7162 §3.2.5).</summary>
/// <param name="KnownUids">Null: all UIDs the folder ever had.</param>
/// <param name="MatchSequences">With <paramref name="MatchUids"/>: which UIDs the client believes these sequence numbers to be; both null
/// when it sent none. The two hold equally many numbers and no <c>*</c>.</param>
public sealed record QresyncParameter(
    uint UidValidity, long ModSeq, SequenceSet? KnownUids, SequenceSet? MatchSequences, SequenceSet? MatchUids);
