using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Domain.Signing;
using MailActors.Protocol.Dkim;
using MailActors.Storage.Signing;
using MailActors.Storage.Tests.Accounts;

namespace MailActors.Storage.Tests.Signing;

/// <summary>The domain example.test, its keys and a signer.</summary>
internal sealed class SigningDirectory : IAsyncDisposable
{
    private SigningDirectory(TestDirectory directory, SqliteDkimKeys keys)
    {
        Directory = directory;
        Keys = keys;
        Signer = new(keys, directory.Time);
    }

    public TestDirectory Directory { get; }

    public SqliteDkimKeys Keys { get; private set; }

    public MessageSigner Signer { get; }

    public static async Task<SigningDirectory> Create()
    {
        var directory = await TestDirectory.Create();
        return new(directory, await SqliteDkimKeys.Load(directory.Directory, directory.Database, directory.Time));
    }

    public async Task<DkimKey> Active(DkimAlgorithm algorithm, string? selector = null)
    {
        var made = (await Keys.Add("example.test", selector, algorithm, default)).Key!;
        return (await Keys.Activate("example.test", made.Selector, default)).Key!;
    }

    /// <summary>As after a restart of the process.</summary>
    public async Task Reopen()
    {
        await Directory.Reopen();
        Keys = await SqliteDkimKeys.Load(Directory.Directory, Directory.Database, Directory.Time);
    }

    /// <summary>The message with its signatures in front.</summary>
    public async Task<byte[]> Sign(byte[] message, MailOrigin origin = MailOrigin.Submitted)
    {
        using var content = new MemoryStream(message);
        return [.. (await Signer.Sign(Envelope(origin), content, default)).Span, .. message];
    }

    public ValueTask DisposeAsync() => Directory.DisposeAsync();

    private static Envelope Envelope(MailOrigin origin) => new(
        QueueId.New(), null, BlobId.From(new byte[BlobId.Length]), 1, 0, BodyKind.SevenBit, false, DsnReturn.Unspecified, null, new AccountId(1), 0, [])
    {
        Handling = new() { Origin = origin },
    };
}
