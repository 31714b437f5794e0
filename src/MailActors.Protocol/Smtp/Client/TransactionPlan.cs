using System.Collections.Immutable;

namespace MailActors.Protocol.Smtp.Client;

/// <param name="Recipients">Never empty.</param>
/// <param name="Reset">The connection has an unfinished transaction: RSET goes first.</param>
/// <param name="Lmtp">RFC 2033: one reply for each recipient behind the message.</param>
/// <param name="Chunked">By BDAT (RFC 3030) and not DATA.</param>
public sealed record TransactionPlan(
    MailParameters Mail, ImmutableArray<RcptParameters> Recipients, bool Pipelining, bool Reset = false, bool Lmtp = false, bool Chunked = false);

/// <summary>What the caller of <see cref="MailTransaction"/> does next.</summary>
public enum TransactionStep
{
    /// <summary>Send what was written and read a reply.</summary>
    Read,

    /// <summary>Write the message: with the dot that ends it, or as one chunk behind its BDAT.</summary>
    SendContent,

    /// <summary>Nothing more to do; <see cref="MailTransaction.Answers"/> are there.</summary>
    Done,
}
