using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Storage.Verify;

namespace MailActors.Node.Composition;

/// <summary>What is in journal and snapshots, for those who read the store from outside its actors.</summary>
internal static class StoredObjects
{
    public static StoreDecoder Decoder(Akka.Serialization.Serialization serialization) =>
        new((serializer, manifest, bytes) => serialization.Deserialize(bytes, serializer, manifest), QueueBlobs);

    /// <summary>What a partition still has to deliver, from its last root and the events behind it.</summary>
    private static IEnumerable<BlobId> QueueBlobs(IReadOnlyList<object> history)
    {
        var state = history.Aggregate(QueueState.Empty, (s, one) => one switch
        {
            QueueRoot root => QueueState.From(root),
            QueueEvents.Batch batch => s.Apply(batch),
            _ => s,
        });
        return state.Entries.SelectMany(e => e.Recipients.Select(r => e.Recipient(r.Number).Blob).Append(e.Envelope.Blob));
    }
}
