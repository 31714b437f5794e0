namespace MailActors.Storage.Tests;

/// <summary>A data folder that goes away with the test.</summary>
public sealed class TempFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("mailactors-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
