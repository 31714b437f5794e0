using MailActors.Protocol.Mime.Transport;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>A stretch of what goes out: octets made here, or octets of the stored message as they are or in another encoding.</summary>
internal abstract record ContentPiece
{
    private ContentPiece() { }

    public sealed record Made(ReadOnlyMemory<byte> Octets) : ContentPiece;

    public sealed record Stored(long Start, long End) : ContentPiece;

    /// <param name="From">The encoding it is in.</param>
    public sealed record Recoded(long Start, long End, string From, string To) : ContentPiece;
}

/// <summary>The pieces of one message for one transport, or why there are none.</summary>
internal readonly record struct ContentLayout(IReadOnlyList<ContentPiece> Pieces, TransportFault? Fault);
