namespace MailActors.Storage.Blobs;

/// <summary>How the bytes of a blob or a piece are kept. Numbers are on disk: never changed.</summary>
internal enum BlobKind
{
    Raw = 0,
    Zstd = 1,

    /// <summary>In pieces of <see cref="BlobSettings.Piece"/> octets under an upload number.</summary>
    Pieces = 2,

    /// <summary>A head here, and behind it the bytes of another blob.</summary>
    Overlay = 3,
}
