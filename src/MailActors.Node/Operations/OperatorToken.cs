using System.Security.Cryptography;

namespace MailActors.Node.Operations;

/// <summary>The secret that opens the operator port: a file only the node's user can read, made at the first start.</summary>
internal static class OperatorToken
{
    public const string FileName = "operator.token";

    public static string Ensure(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (File.Exists(path)) return File.ReadAllText(path).Trim();
        var token = RandomNumberGenerator.GetHexString(64, lowercase: true);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        using var file = new StreamWriter(path, options);
        file.WriteLine(token);
        return token;
    }
}
