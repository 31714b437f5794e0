using MailActors.Node.Tests.Running;

namespace MailActors.Node.Tests.Crash;

/// <summary>A disk of a few megabytes that can be filled up.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    private string Filler => System.IO.Path.Combine(Path, "filler");

    public static async Task<SmallDisk> Mount(int megabytes)
    {
        var path = Directory.CreateTempSubdirectory("mailactors-disk-").FullName;
        var mount = await ProcessRun.Run("mount", ["-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", path]);
        return mount.ExitCode == 0 ? new(path) : throw new InvalidOperationException(mount.Everything);
    }

    /// <summary>Fills it up to the last <paramref name="free"/> octets.</summary>
    public void Fill(long free)
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, 0);
        var block = new byte[4096];
        try
        {
            while (new DriveInfo(Path).AvailableFreeSpace > free) file.Write(block);
        }
        catch (IOException) when (free == 0)
        {
            // Full to the last block.
        }
    }

    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await ProcessRun.Run("umount", ["--lazy", Path]);
        Directory.Delete(Path);
    }
}
