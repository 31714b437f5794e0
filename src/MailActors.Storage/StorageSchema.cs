using MailActors.Storage.Accounts;
using MailActors.Storage.Blobs;
using MailActors.Storage.Chunks;
using MailActors.Storage.Destinations;
using MailActors.Storage.Forwarding;
using MailActors.Storage.Journal;
using MailActors.Storage.Signing;
using MailActors.Storage.Sqlite;
using MailActors.Storage.Submission;
using MailActors.Storage.Sweep;
using MailActors.Storage.TlsPolicies;

namespace MailActors.Storage;

/// <summary>All tables of the embedded profile.</summary>
public static class StorageSchema
{
    public static readonly IReadOnlyList<SchemaPart> Parts =
    [
        JournalSchema.Part, BlobSchema.Part, ChunkSchema.Part, DirectorySchema.Part, SigningSchema.Part, DestinationSchema.Part, TlsTallySchema.Part, StsPolicySchema.Part,
        SendingSchema.Part, SweepSchema.Part, ForwardingSchema.Part,
    ];
}
