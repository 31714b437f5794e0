namespace MailActors.Storage.Sqlite;

/// <summary>Called when the disk has failed under a write. It does not return.</summary>
public interface IStorageDeath
{
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    void Die(Exception error);
}

/// <summary>Ends the process at once, so that nothing is acknowledged and nothing is tried again: after a failed fsync only a
/// fresh start that reads the disk knows what is there.</summary>
public sealed class ProcessDeath : IStorageDeath
{
    [System.Diagnostics.CodeAnalysis.DoesNotReturn]
    public void Die(Exception error) => Environment.FailFast("The disk failed under a write: " + error.Message, error);
}
