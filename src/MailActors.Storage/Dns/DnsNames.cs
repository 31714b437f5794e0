using DnsClient;

namespace MailActors.Storage.Dns;

/// <summary>Names of DNS in the one form they are compared in: lower case, without the last dot.</summary>
internal static class DnsNames
{
    private const int MostOctets = 253;
    private const int MostOfLabel = 63;

    public static string Plain(DnsString name) => Plain(name.Value);

    public static string Plain(string name) => name.TrimEnd('.').ToLowerInvariant();

    /// <summary>RFC 1035 §2.3.4, and no octet that zone files write with a backslash.</summary>
    /// <param name="name">As <see cref="Plain(string)"/> makes it.</param>
    public static bool CanBeAsked(string name) =>
        name.Length is > 0 and <= MostOctets
        && name.All(c => c is > ' ' and < '\x7f' and not '\\')
        && name.Split('.').All(label => label.Length is > 0 and <= MostOfLabel);

    /// <summary>A name a mail host can have (RFC 5321 §2.3.5). The underscore is allowed as everybody does. A number is no name to look up, and no
    /// address to go to (RFC 5321 §5.1).</summary>
    public static bool IsHost(string name) =>
        CanBeAsked(name)
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.')
        && !name.AsSpan(name.LastIndexOf('.') + 1).ContainsOnlyDigits();

    private static bool ContainsOnlyDigits(this ReadOnlySpan<char> text) => !text.ContainsAnyExceptInRange('0', '9');
}
