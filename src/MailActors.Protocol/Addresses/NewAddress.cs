using MailActors.Protocol.Srs;

namespace MailActors.Protocol.Addresses;

/// <summary>Stricter than what mail is accepted for: what an address of ours may look like, so that no two of them can be taken for one another.</summary>
public static class NewAddress
{
    private static readonly (int First, int Last, int Script)[] Confusable =
    [
        (0x41, 0x5A, 1), (0x61, 0x7A, 1), (0xC0, 0x24F, 1), (0x1E00, 0x1EFF, 1),
        (0x370, 0x3FF, 2), (0x1F00, 0x1FFF, 2),
        (0x400, 0x52F, 3), (0x1C80, 0x1C8F, 3), (0xA640, 0xA69F, 3),
        (0x530, 0x58F, 4), (0x13A0, 0x13FF, 5), (0xAB70, 0xABBF, 5),
    ];

    /// <summary>A dot-string without compatibility forms (ﬁ, Ａ), symbols or invisible characters, and without letters of two scripts that look
    /// alike (Latin, Greek, Cyrillic, Armenian, Cherokee). Case is no difference: <see cref="MailAddress.Key"/> has none.</summary>
    public static bool MayBeGiven(MailAddress address)
    {
        if (!AddressCharacters.IsDotString(address.LocalPart)) return false;
        if (SrsForm.IsTagged(address.LocalPart)) return false; // bounces of forwarded mail go there
        var script = 0;
        foreach (var rune in address.LocalPart.ToLowerInvariant().EnumerateRunes())
        {
            if (!rune.IsAscii && !AddressCharacters.IsAllowedInLabel(rune)) return false;
            if (ScriptOf(rune.Value) is not (> 0 and var own)) continue;
            if (script != 0 && own != script) return false;
            script = own;
        }

        return true;
    }

    private static int ScriptOf(int rune)
    {
        foreach (var (first, last, script) in Confusable)
            if (rune >= first && rune <= last) return script;
        return 0;
    }
}
