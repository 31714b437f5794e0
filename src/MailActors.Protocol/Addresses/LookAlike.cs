using System.Collections.Frozen;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>Finds names that are written in letters of one script alone and read like a name in Latin ones: <c>раура1</c> in Cyrillic. The mixed ones
/// <see cref="NewAddress"/> refuses. Two names are alike when their skeletons are the same (UTS #39 §4); the table has the small letters of
/// its data that are taken for ASCII in common fonts.</summary>
public static class LookAlike
{
    private const string Letters =
        "аa еe оo рp сc уy хx іi јj ѕs ԁd һh ӏl ԛq ԝw ѵv ґr гr үy " // Cyrillic
        + "αa γy ιi κk νv οo ρp υu χx ϳj ωw " // Greek
        + "հh ոn օo սu ցg զq յj " // Armenian
        + "ıi ɑa ɡg ʏy ɩi"; // Latin beyond ASCII

    private static readonly FrozenDictionary<int, char> Table = Letters.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        .ToFrozenDictionary(pair => (int)pair[0], pair => pair[1]);

    private static readonly IdnMapping Idn = new();

    /// <summary>Of a local part.</summary>
    public static string Skeleton(string text)
    {
        var lower = text.ToLowerInvariant();
        if (Ascii.IsValid(lower)) return lower;
        var skeleton = new StringBuilder(lower.Length);
        foreach (var letter in lower) skeleton.Append(Table.TryGetValue(letter, out var like) ? like : letter);
        return skeleton.ToString();
    }

    /// <param name="domain">In A-labels, as <see cref="MailAddress"/> has it.</param>
    public static string SkeletonOfDomain(string domain)
    {
        if (!domain.Contains("xn--", StringComparison.Ordinal)) return domain;
        try
        {
            return Skeleton(Idn.GetUnicode(domain));
        }
        catch (ArgumentException)
        {
            return domain; // no punycode: like itself only
        }
    }
}
