using System.Buffers;
using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Mailboxes;

/// <summary>Names of folders: Unicode in NFC, levels divided by <c>/</c>. INBOX is the same in any case (RFC 9051 §5.1), also as the first level.</summary>
public static class FolderName
{
    public const string Inbox = "INBOX";
    public const char Separator = '/';

    /// <summary>The one form of a name that may be kept. False: empty, too long or deep, an empty level, or characters that
    /// RFC 9051 §5.1 keeps out of names.</summary>
    public static bool TryNormalize(string name, out string normal)
    {
        normal = name;
        if (name.Length is 0 or > MailboxLimits.NameOctets || !IsText(name)) return false;
        name = Nfc.Normalize(name);
        if (Encoding.UTF8.GetByteCount(name) > MailboxLimits.NameOctets) return false;
        int levels = 1, start = 0;
        for (var i = 0; i <= name.Length; i++)
        {
            if (i < name.Length && name[i] != Separator) continue;
            if (i == start) return false;
            start = i + 1;
            if (i < name.Length) levels++;
        }

        if (levels > MailboxLimits.Depth) return false;
        if (name.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase) && (name.Length == Inbox.Length || name[Inbox.Length] == Separator))
            name = Inbox + name[Inbox.Length..];
        normal = name;
        return true;
    }

    /// <summary>The names above this one, topmost first.</summary>
    public static IEnumerable<string> Parents(string name)
    {
        for (var i = name.IndexOf(Separator); i >= 0; i = name.IndexOf(Separator, i + 1)) yield return name[..i];
    }

    public static bool IsBelow(string name, string parent) =>
        name.Length > parent.Length && name[parent.Length] == Separator && name.StartsWith(parent, StringComparison.Ordinal);

    // RFC 9051 §5.1: no control characters, and no line or paragraph separators (Net-Unicode, RFC 5198 §2); half a surrogate pair is no text.
    private static bool IsText(string name)
    {
        for (var rest = name.AsSpan(); !rest.IsEmpty;)
        {
            if (Rune.DecodeFromUtf16(rest, out var rune, out var length) != OperationStatus.Done) return false;
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029) return false;
            rest = rest[length..];
        }

        return true;
    }
}
