using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace MailActors.Storage.Security;

/// <summary>The PHC string format of an argon2id hash: <c>$argon2id$v=19$m=19456,t=2,p=1$salt$hash</c>, base64 without padding.</summary>
/// <param name="Memory">KiB.</param>
/// <param name="Salt"><see cref="SaltLength"/> octets; one lane: what libsodium computes.</param>
internal sealed record PhcHash(int Memory, int Passes, byte[] Salt, byte[] Hash)
{
    public const int SaltLength = 16;

    public static bool TryParse(string text, [NotNullWhen(true)] out PhcHash? hash)
    {
        hash = null;
        var fields = text.Split('$');
        if (fields.Length != 6 || fields[0].Length != 0 || fields[1] != "argon2id" || fields[2] != "v=19") return false;
        var costs = fields[3].Split(',');
        if (costs.Length != 3 || !TryCost(costs[0], "m=", out var memory) || !TryCost(costs[1], "t=", out var passes) || costs[2] != "p=1"
            || !TryBase64(fields[4], out var salt) || !TryBase64(fields[5], out var octets) || salt.Length != SaltLength || octets.Length is < 16 or > 64
            || memory is < 8 or > 1 << 21 || passes > 100) return false;
        hash = new PhcHash(memory, passes, salt, octets);
        return true;
    }

    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"$argon2id$v=19$m={Memory},t={Passes},p=1${Base64(Salt)}${Base64(Hash)}");

    private static bool TryCost(string field, string name, out int value)
    {
        value = 0;
        return field.StartsWith(name, StringComparison.Ordinal)
            && int.TryParse(field.AsSpan(2), NumberStyles.None, CultureInfo.InvariantCulture, out value) && value > 0;
    }

    private static string Base64(byte[] octets) => Convert.ToBase64String(octets).TrimEnd('=');

    private static bool TryBase64(string text, out byte[] octets)
    {
        octets = new byte[text.Length];
        if (!Convert.TryFromBase64String(text.PadRight((text.Length + 3) / 4 * 4, '='), octets, out var length)) return false;
        octets = octets[..length];
        return true;
    }
}
