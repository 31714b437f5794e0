using System.Buffers;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>The character classes of addresses.</summary>
internal static class AddressCharacters
{
    /// <summary>RFC 5322 §3.2.3 atext.</summary>
    public static readonly SearchValues<byte> Atext =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789!#$%&'*+-/=?^_`{|}~"u8);

    /// <summary>RFC 5321 §4.1.2 dot-string, with the non-ASCII of RFC 6531 §3.3.</summary>
    public static bool IsDotString(string text)
    {
        var previous = '.';
        foreach (var c in text)
        {
            if (c == '.' ? previous == '.' : c < 0x80 && !Atext.Contains((byte)c)) return false;
            previous = c;
        }

        return previous != '.';
    }

    /// <summary>What may stand in an address beyond ASCII: no controls, nothing invisible (<c>ad&lt;U+200B&gt;min</c> is not another account),
    /// no separators, nothing unassigned.</summary>
    public static bool IsAllowed(Rune rune) => Rune.GetUnicodeCategory(rune) is not
        (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
        or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.SpaceSeparator);

    /// <summary>What may stand in a U-label, close to RFC 5892: letters, marks and digits in lower case, no compatibility forms, which would look
    /// like a plain letter of another name.</summary>
    public static bool IsAllowedInLabel(Rune rune)
    {
        if (rune.IsAscii) return rune.Value == '-' || Rune.IsDigit(rune) || rune.Value is >= 'a' and <= 'z';
        if (IsCompatibilityForm(rune.Value)) return false;
        return rune.Value is 0xB7 or 0x375 or 0x5F3 or 0x5F4 or 0x30FB // RFC 5892 §2.6 CONTEXTO
            || Rune.GetUnicodeCategory(rune) is UnicodeCategory.LowercaseLetter or UnicodeCategory.OtherLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark
                or UnicodeCategory.DecimalDigitNumber;
    }

    private static bool IsCompatibilityForm(int value) => value is 0xAA or 0xBA
        or (>= 0x2B0 and <= 0x2B8) or (>= 0x1D2C and <= 0x1D6A) or (>= 0x2071 and <= 0x214F)
        or (>= 0xFB00 and <= 0xFB1C) or (>= 0xFB20 and <= 0xFB29) or (>= 0xFB50 and <= 0xFDFF) or (>= 0xFE70 and <= 0xFEFF)
        or (>= 0xFF00 and <= 0xFFEF) or (>= 0x1D400 and <= 0x1D7FF) or (>= 0x1EE00 and <= 0x1EEFF);
}
