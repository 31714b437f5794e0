using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace MailActors.Actors.Delivery.Remote.Certificates;

/// <summary>Whom to trust with other hosts' names.</summary>
public static class TrustedRoots
{
    /// <summary>The authorities that this machine trusts and those of a file; null when there is no file: what the system says then counts alone.</summary>
    /// <param name="file">PEM; empty: none.</param>
    public static X509Certificate2Collection? With(string file)
    {
        if (file.Length == 0) return null;
        using var machine = new X509Store(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        var roots = machine.Certificates;
        roots.ImportFromPemFile(file);
        return roots;
    }

    /// <summary>Why a file can't be used, as the end of a sentence; null when it can.</summary>
    public static string? Fault(string file)
    {
        try
        {
            var found = new X509Certificate2Collection();
            found.ImportFromPemFile(file);
            return found.Count > 0 ? null : "which has no certificate in it";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return $"which can't be read ({e.Message.TrimEnd('.')})";
        }
    }
}
