namespace MailActors.Node.Tests.Crash;

/// <summary>Copies of a node's database: what a disk had at one moment, to be put back.</summary>
internal static class DataFolder
{
    private static readonly string[] Files = ["mailactors.db", "mailactors.db-wal"];

    public static Dictionary<string, byte[]> Read(string folder) =>
        Files.Where(file => File.Exists(Path.Combine(folder, file))).ToDictionary(file => file, file => ReadShared(Path.Combine(folder, file)));

    /// <summary>The index of the log goes: it lives in shared memory and no power cut leaves it.</summary>
    public static void Restore(string folder, IReadOnlyDictionary<string, byte[]> files)
    {
        File.Delete(Path.Combine(folder, "mailactors.db-shm"));
        foreach (var file in Files)
        {
            File.Delete(Path.Combine(folder, file));
            if (files.TryGetValue(file, out var bytes)) File.WriteAllBytes(Path.Combine(folder, file), bytes);
        }
    }

    private static byte[] ReadShared(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        return bytes;
    }
}
