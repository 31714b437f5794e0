using MailActors.Domain.Queue;

namespace MailActors.Domain.Signing;

/// <summary>Signs what leaves in the name of a domain of ours (RFC 6376).</summary>
public interface IMessageSigner
{
    /// <param name="content">The message exactly as it will be on the wire before dot-stuffing, from its first header field. Read to its end.</param>
    /// <returns>Header fields to put before the message, each with its CRLF; empty when the message is not ours to sign.</returns>
    ValueTask<ReadOnlyMemory<byte>> Sign(Envelope envelope, Stream content, CancellationToken cancel);
}
