namespace MailActors.Storage.Security;

/// <summary>A slow hash of passwords, with its parameters inside the text it makes.</summary>
public interface IPasswordHash
{
    string Hash(string password);

    /// <summary>Does all the work of the parameters in <paramref name="hash"/>, right or wrong. A text that is no hash is never right.</summary>
    bool Verify(string password, string hash);

    /// <summary>Made with other parameters than those of today.</summary>
    bool IsOutdated(string hash);
}
