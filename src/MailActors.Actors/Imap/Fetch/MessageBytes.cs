using MailActors.Actors.Imap.Session;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Fetch;

/// <summary>The stored octets of one message while it is fetched.</summary>
internal sealed class MessageBytes(ImapSession session, BlobId id) : IAsyncDisposable
{
    private const int Piece = 32 * 1024;
    private const int MaxHeader = 1024 * 1024;

    private IBlobReader? _reader;

    public IBlobReader Reader => _reader!;

    /// <summary>Null when it worked.</summary>
    public async ValueTask<FetchFailure?> Open()
    {
        _reader = await session.Services.Blobs.Open(id, session.Connection.Gone);
        return _reader is null ? new(ImapWords.Damaged) : null;
    }

    /// <summary>A header section; what is longer than any honest one is cut.</summary>
    public async ValueTask<byte[]> ReadHeader(Extent where)
    {
        var bytes = new byte[Math.Min(where.Length, MaxHeader)];
        for (var done = 0; done < bytes.Length;)
        {
            var read = await Reader.Read(where.Offset + done, bytes.AsMemory(done), session.Connection.Gone);
            if (read == 0) throw new StorageException(StorageFault.Damaged, "A message ends before its summary says.");
            done += read;
        }

        return bytes;
    }

    /// <summary>Writes octets as a literal, in pieces: a client that reads slowly is waited for, and a message of any size passes through one piece
    /// of memory.</summary>
    public async ValueTask<FetchFailure?> Copy(Extent where, bool binary)
    {
        if (binary) session.Out.Literal8Head(where.Length);
        else session.Out.LiteralHead(where.Length);
        for (long done = 0; done < where.Length;)
        {
            var into = session.Room((int)Math.Min(Piece, where.Length - done));
            var read = await Reader.Read(where.Offset + done, into, session.Connection.Gone);
            if (read == 0) return session.Abandon();

            // RFC 9051 §4.3.1: no NUL in a string that is not a literal8. Mail that came with one is seen whole by BINARY[] alone.
            if (!binary) into.Span[..read].Replace((byte)0, (byte)'?');
            session.Filled(read);
            done += read;
            await session.Drain();
        }

        return null;
    }

    public ValueTask DisposeAsync() => _reader?.DisposeAsync() ?? ValueTask.CompletedTask;
}
