using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Imap;

/// <summary>The rules for names of folders. A name is a name: it never becomes a path, SQL or a protocol line without its encoder.</summary>
public static class FolderNames
{
    public const string Inbox = "INBOX";
    public const char Separator = '/';
    public const int MaxOctets = 1_000;

    /// <summary>What no folder can be named, and no pattern can match: NUL is in no name.</summary>
    public const string Impossible = "\0";

    public const int MaxLevels = 20;

    /// <summary>The one form a name has: NFC (RFC 9051 §5.1, RFC 5198), and INBOX in capitals, alone or as the first level. A name that can't exist, too long
    /// or not well-formed Unicode, may be left as it is; <see cref="Fault"/> refuses it.</summary>
    public static string Canonical(string name)
    {
        if (name.Length <= MaxOctets && IsWellFormed(name)) name = Nfc.Normalize(name);
        if (!name.StartsWith(Inbox, StringComparison.OrdinalIgnoreCase)) return name;
        return name.Length == Inbox.Length || name[Inbox.Length] == Separator ? Inbox + name[Inbox.Length..] : name;
    }

    /// <summary>Why a folder can't have this canonical name, in words for the client; null when it can.</summary>
    public static string? Fault(string name)
    {
        if (name.Length == 0) return "A mailbox needs a name";
        if (!IsWellFormed(name)) return "The mailbox name is not Unicode";
        if (Encoding.UTF8.GetByteCount(name) > MaxOctets) return "The mailbox name is too long";
        var levels = 1;
        var levelStart = 0;
        for (var i = 0; i < name.Length; i++)
        {
            var letter = name[i];

            // RFC 9051 §5.1: no control characters. The line and paragraph separators would break lines in logs. Wildcards could never be
            // named in LIST again, and rev1 clients can't quote them (RFC 3501 §5.1, §9 list-mailbox).
            if (char.IsControl(letter) || letter is '\u2028' or '\u2029') return "The mailbox name has a control character in it";
            if (letter is '*' or '%') return "The mailbox name has a wildcard in it";
            if (letter != Separator) continue;
            if (i == levelStart) return "The mailbox name has an empty level";
            levels++;
            levelStart = i + 1;
        }

        if (levelStart == name.Length) return "The mailbox name has an empty level";
        return levels > MaxLevels ? "The mailbox name has too many levels" : null;
    }

    private static bool IsWellFormed(string name)
    {
        for (var i = 0; i < name.Length; i++)
        {
            if (!char.IsSurrogate(name[i])) continue;
            if (!char.IsHighSurrogate(name[i]) || i + 1 == name.Length || !char.IsLowSurrogate(name[i + 1])) return false;
            i++;
        }

        return true;
    }
}
