using MailActors.Domain.Blobs;

namespace MailActors.Storage.Blobs;

/// <summary>Looks at the room on the disk, at most once a second, and refuses new messages while only the reserve is left.</summary>
internal sealed class FreeSpace(string folder, long reserve, TimeProvider time)
{
    private readonly DriveInfo _drive = new(Path.GetFullPath(folder));
    private long _looked = long.MinValue;
    private long _free = long.MaxValue;

    public void Require()
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        if (Interlocked.Exchange(ref _looked, second) != second) Volatile.Write(ref _free, _drive.AvailableFreeSpace);
        if (Volatile.Read(ref _free) < reserve) throw new StorageException(StorageFault.Full, "Only the reserve is left on the disk.");
    }
}
