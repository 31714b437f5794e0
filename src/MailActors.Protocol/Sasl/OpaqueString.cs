using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using System.Text.Unicode;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Sasl;

/// <summary>The PRECIS profile for passwords (RFC 8265 §4.2): other spaces become U+0020, NFC, no control characters, not empty.
/// The same password typed on two systems is so the same octets. Login names are prepared alike.</summary>
public static class OpaqueString
{
    /// <summary>Octets in UTF-8; a longer password only serves to keep the hash busy.</summary>
    public const int MaxOctets = 1000;

    public static bool TryPrepare(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        return utf8.Length <= MaxOctets && Utf8.IsValid(utf8) && TryPrepare(Encoding.UTF8.GetString(utf8), out prepared);
    }

    public static bool TryPrepare(string text, [NotNullWhen(true)] out string? prepared)
    {
        prepared = null;
        if (text.Length is 0 or > MaxOctets || Encoding.UTF8.GetByteCount(text) > MaxOctets) return false;
        var mapped = new StringBuilder(text.Length);
        for (var i = 0; i < text.Length; i += char.IsSurrogatePair(text, i) ? 2 : 1)
        {
            if (char.IsSurrogate(text[i]) && !char.IsSurrogatePair(text, i)) return false;
            switch (CharUnicodeInfo.GetUnicodeCategory(text, i))
            {
                // RFC 8264 §9.12, §9.13, §9.6: controls, what is ignored when shown (zero width), what no standard has given a meaning.
                case UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned or UnicodeCategory.PrivateUse
                    or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator:
                    return false;
                case UnicodeCategory.SpaceSeparator:
                    mapped.Append(' ');
                    break;
                default:
                    mapped.Append(text, i, char.IsSurrogatePair(text, i) ? 2 : 1);
                    break;
            }
        }

        prepared = Nfc.Normalize(mapped.ToString());
        return true;
    }
}
