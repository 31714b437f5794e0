using System.Globalization;
using System.Text;

namespace MailActors.Protocol.Addresses;

/// <summary>Unicode normalization form C (UAX #15). The platform's own does nothing without ICU, and the server runs without it, so that names compare the
/// same on every machine.</summary>
public static class Nfc
{
    // UAX #15 §"Hangul": syllables are computed.
    private const int SBase = 0xAC00, LBase = 0x1100, VBase = 0x1161, TBase = 0x11A7, LCount = 19, VCount = 21, TCount = 28, SCount = LCount * VCount * TCount;

    private static readonly Lazy<Tables> Data = new(Load);

    public static string Normalize(string text)
    {
        if (Ascii.IsValid(text)) return text;
        var tables = Data.Value;
        var runes = new List<int>(text.Length);
        foreach (var rune in text.EnumerateRunes()) Decompose(rune.Value, tables, runes);
        Reorder(runes, tables);
        Compose(runes, tables);
        var result = new StringBuilder(text.Length);
        foreach (var rune in runes) result.Append(char.ConvertFromUtf32(rune));
        return result.ToString();
    }

    private static void Decompose(int rune, Tables tables, List<int> into)
    {
        // A decomposition's first part may decompose again, its second never does: so no recursion, the tails wait on a short stack.
        Span<int> tails = stackalloc int[8];
        var waiting = 0;
        while (true)
        {
            if (rune is >= SBase and < SBase + SCount)
            {
                var index = rune - SBase;
                into.Add(LBase + (index / (VCount * TCount)));
                into.Add(VBase + (index % (VCount * TCount) / TCount));
                if (index % TCount != 0) into.Add(TBase + (index % TCount));
                break;
            }

            if (!tables.Decompositions.TryGetValue(rune, out var parts))
            {
                into.Add(rune);
                break;
            }

            rune = parts.First;
            if (parts.Second != 0) tails[waiting++] = parts.Second;
        }

        while (waiting > 0) into.Add(tails[--waiting]);
    }

    private static void Reorder(List<int> runes, Tables tables)
    {
        for (var i = 1; i < runes.Count; i++)
        {
            var rank = tables.Class(runes[i]);
            for (var j = i; rank != 0 && j > 0 && tables.Class(runes[j - 1]) > rank; j--) (runes[j], runes[j - 1]) = (runes[j - 1], runes[j]);
        }
    }

    private static void Compose(List<int> runes, Tables tables)
    {
        int starter = -1, written = 0, last = -1;
        for (var i = 0; i < runes.Count; i++)
        {
            var rank = tables.Class(runes[i]);
            if (starter >= 0 && last < rank && Pair(runes[starter], runes[i], tables) is { } composed)
            {
                runes[starter] = composed;
                continue;
            }

            if (rank == 0) (starter, last) = (written, -1);
            else last = rank;
            runes[written++] = runes[i];
        }

        runes.RemoveRange(written, runes.Count - written);
    }

    private static int? Pair(int first, int second, Tables tables)
    {
        if (first is >= LBase and < LBase + LCount && second is >= VBase and < VBase + VCount)
            return SBase + ((((first - LBase) * VCount) + second - VBase) * TCount);
        if (first is >= SBase and < SBase + SCount && (first - SBase) % TCount == 0 && second is > TBase and < TBase + TCount)
            return first + second - TBase;
        return tables.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static Tables Load()
    {
        var tables = new Tables([], [], []);
        using var stream = typeof(Nfc).Assembly.GetManifestResourceStream("nfc.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            if (fields[0] == "c")
            {
                for (var rune = Hex(fields[1]); rune <= Hex(fields[2]); rune++) tables.Classes[rune] = byte.Parse(fields[3], CultureInfo.InvariantCulture);
            }
            else if (fields[0] is "d" or "x")
            {
                var (composed, first, second) = (Hex(fields[1]), Hex(fields[2]), fields.Length > 3 ? Hex(fields[3]) : 0);
                tables.Decompositions[composed] = (first, second);
                if (fields[0] == "d") tables.Compositions[(first, second)] = composed;
            }
        }

        return tables;
    }

    private static int Hex(string text) => int.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);

    private sealed record Tables(
        Dictionary<int, (int First, int Second)> Decompositions, Dictionary<(int First, int Second), int> Compositions, Dictionary<int, byte> Classes)
    {
        public int Class(int rune) => Classes.GetValueOrDefault(rune);
    }
}
