using System.Security.Cryptography;
using System.Text;
using MailActors.Protocol.Sasl;

namespace MailActors.Storage.Security;

/// <summary>Makes what is kept of passwords.</summary>
public sealed class PasswordKeeper(IPasswordHash hash, SecuritySettings settings)
{
    // 32 letters and digits that aren't taken for one another: 5 bits each.
    private const string AppAlphabet = "abcdefghijkmnpqrstuvwxyz23456789";
    private const int AppLength = 24;

    /// <param name="password">Prepared by <see cref="OpaqueString"/>.</param>
    /// <param name="salt">Of the account's SCRAM keys; null for a new account.</param>
    public StoredPassword Keep(string password, byte[]? salt = null) =>
        new(hash.Hash(password), ScramKeys.Derive(password, salt ?? RandomNumberGenerator.GetBytes(16), settings.ScramIterations));

    public bool IsOutdated(StoredPassword stored) => hash.IsOutdated(stored.Hash) || stored.Scram.Iterations < settings.ScramIterations;

    /// <summary>120 random bits, for programs to keep: four groups of six letters are easier to type once.</summary>
    public static string NewAppPassword()
    {
        var letters = RandomNumberGenerator.GetString(AppAlphabet, AppLength);
        return Grouped(letters);
    }

    /// <summary>Of the password as it was shown: the client salts what was typed, dashes and all.</summary>
    /// <param name="own">Of the account, for salt and iterations.</param>
    public static ScramKeys ScramOfAppPassword(string password, ScramKeys own) => ScramKeys.Derive(Grouped(Letters(password)), own.Salt, own.Iterations);

    /// <summary>A fast hash is right here and only here: a slow one makes each guess of a human's password dear, but 120 random bits can't
    /// be guessed at any speed, and an account's app passwords are all tried at each log-in. The groups' dashes and case don't count.</summary>
    public static byte[] HashAppPassword(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(Letters(password)));

    private static string Letters(string password) => password.Replace("-", "").ToLowerInvariant();

    private static string Grouped(string letters) => string.Join('-', letters.Chunk(6).Select(group => new string(group)));
}
