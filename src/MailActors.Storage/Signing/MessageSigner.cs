using MailActors.Domain.Queue;
using MailActors.Domain.Signing;
using MailActors.Protocol.Dkim;

namespace MailActors.Storage.Signing;

/// <summary>Signs with every active key of the author's domain, when the mail is our own: submitted by an account, or a notice of ours. What is only
/// passing through gets no signature: that would vouch for a stranger.</summary>
public sealed class MessageSigner(SqliteDkimKeys keys, TimeProvider time) : IMessageSigner
{
    private const int MaxHead = 2 << 20;

    public async ValueTask<ReadOnlyMemory<byte>> Sign(Envelope envelope, Stream content, CancellationToken cancel)
    {
        if (envelope.Handling.Origin == MailOrigin.Relayed) return default;
        if (await MessageSignature.Read(content, MaxHead, cancel).ConfigureAwait(false) is not { } message) return default;
        var signing = message.AuthorDomains.Select(domain => keys.Signing(domain).ToArray()).FirstOrDefault(found => found.Length > 0);
        if (signing is null) return default;
        var at = time.GetUtcNow().ToUnixTimeSeconds();
        return signing.SelectMany(stored =>
            new DkimSignature(stored.Key.Domain, stored.Key.Selector, stored.Key.Algorithm, at).Write(message.Fields, message.BodyHash, stored.Private.Sign)).ToArray();
    }
}
