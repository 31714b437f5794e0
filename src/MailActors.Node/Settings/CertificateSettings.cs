namespace MailActors.Node.Settings;

/// <summary>The certificate of all services. With neither file set the node makes a self-signed one in its data folder.</summary>
public sealed record CertificateSettings
{
    /// <summary>PEM: the server's certificate first, then those that signed it. Read again when the file changes.</summary>
    public string File { get; init; } = "";

    /// <summary>PEM, without a passphrase.</summary>
    public string KeyFile { get; init; } = "";

    public IEnumerable<string> Faults()
    {
        if (File.Length == 0 != (KeyFile.Length == 0)) yield return "MailActors:Certificate needs both File and KeyFile, or neither.";
        foreach (var path in new[] { File, KeyFile })
            if (path.Length > 0 && !System.IO.File.Exists(path)) yield return $"MailActors:Certificate names {path}, which is not there.";
    }
}
