using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Unicode;

namespace MailActors.Protocol.Sasl;

/// <summary>What all SCRAM messages share (RFC 5802 §7).</summary>
internal static class ScramText
{
    public static bool TryDecode(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (octets.Contains((byte)0) || !Utf8.IsValid(octets)) return false;
        text = Encoding.UTF8.GetString(octets);
        return true;
    }

    /// <summary>Printable ASCII without the comma.</summary>
    public static bool IsNonce(ReadOnlySpan<char> text) => !text.IsEmpty && !text.ContainsAnyExceptInRange('!', '~') && !text.Contains(',');

    public static bool TryBase64(string text, out byte[] octets)
    {
        octets = [];
        var ascii = Encoding.UTF8.GetBytes(text);
        return ascii.Length > 0 && SaslLine.Decode(ascii, out octets) is null;
    }
}
