using MailActors.Domain.Queue;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>What can be sent to one host of one message.</summary>
public abstract record OutgoingContent
{
    private OutgoingContent() { }

    /// <summary>This host can't be sent this message, now or later.</summary>
    public sealed record Refused(Reason Reason) : OutgoingContent;

    /// <summary>The message can't be read now.</summary>
    public sealed record Later(Reason Reason) : OutgoingContent;

    public sealed record Ready(IOutgoingMessage Message) : OutgoingContent;
}

/// <summary>The octets for one host. Its two ways of sending may each be used once, and throw <see cref="Domain.Blobs.StorageException"/> when the
/// store fails on the way: then the connection must be cut, for there is no other way to take back what has been sent.</summary>
public interface IOutgoingMessage : IAsyncDisposable
{
    /// <summary>For the BODY parameter; anything but <see cref="BodyKind.SevenBit"/> only to a host that offers it.</summary>
    BodyKind Body { get; }

    /// <summary>Whether MAIL needs the SMTPUTF8 parameter for the message or its reverse-path; a recipient's address may need it too.</summary>
    bool Utf8 { get; }

    /// <summary>DATA can't carry it: BDAT only.</summary>
    bool NeedsChunks { get; }

    /// <summary>Octets before dot-stuffing, exact: for SIZE and for one BDAT … LAST.</summary>
    long Length { get; }

    /// <summary>All that follows the reply to DATA: dot-stuffed, the line with the dot at the end included. Each piece is good until the next is asked for.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> Data(CancellationToken cancel);

    /// <summary>What follows one BDAT <see cref="Length"/> LAST.</summary>
    IAsyncEnumerable<ReadOnlyMemory<byte>> Chunk(CancellationToken cancel);
}
