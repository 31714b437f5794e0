using MailActors.Domain.Blobs;

namespace MailActors.Storage.Verify;

/// <summary>How the check reads what others wrote; composed by the node, which knows the serializers.</summary>
/// <param name="Decode">Serializer id, manifest and bytes to an event or a snapshot; throws on what it can't read.</param>
/// <param name="QueueBlobs">What a queue still needs, from its last snapshot (if any) and the events behind it.</param>
public sealed record StoreDecoder(
    Func<int, string, byte[], object> Decode,
    Func<IReadOnlyList<object>, IEnumerable<BlobId>> QueueBlobs)
{
    public const string MailboxPrefix = "mailbox-";
    public const string QueuePrefix = "queue-";
}
