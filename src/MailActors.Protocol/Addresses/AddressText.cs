using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>UTF-8 to text in NFC, refusing what must never be in an address.</summary>
internal static class AddressText
{
    public static bool TryDecode(ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out string? text)
    {
        text = null;
        if (Ascii.IsValid(utf8))
        {
            if (utf8.ContainsAnyInRange<byte>(0, 0x1F) || utf8.Contains<byte>(0x7F)) return false;
            text = Encoding.ASCII.GetString(utf8);
            return true;
        }

        for (var rest = utf8; !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf8(rest, out var rune, out var length) != OperationStatus.Done) return false;
            if (rune.IsAscii ? Rune.IsControl(rune) : !AddressCharacters.IsAllowed(rune)) return false;
            rest = rest[length..];
        }

        text = Nfc.Normalize(Encoding.UTF8.GetString(utf8));
        return true;
    }
}
