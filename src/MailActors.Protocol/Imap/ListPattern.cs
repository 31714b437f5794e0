namespace MailActors.Protocol.Imap;

/// <summary>A LIST pattern over a folder name (RFC 9051 §6.3.9): <c>*</c> stands for anything, <c>%</c> for anything within one level. Work is at most
/// length of name × length of pattern, without backtracking and without memory beyond one row of the name.</summary>
public static class ListPattern
{
    public const char Separator = '/';

    /// <summary>Wildcards of one pattern; the rest of RFC 9051's clients use three.</summary>
    public const int MaxWildcards = 100;

    /// <summary>The canonical pattern: the reference put before, INBOX in capitals.</summary>
    public static string Join(string reference, string pattern) => FolderNames.Canonical(reference + pattern);

    /// <summary>Whether the whole name matches.</summary>
    public static bool Matches(ReadOnlySpan<char> pattern, ReadOnlySpan<char> name)
    {
        // reached[i]: the pattern so far can end after the first i characters of the name.
        Span<bool> reached = name.Length < 512 ? stackalloc bool[name.Length + 1] : new bool[name.Length + 1];
        reached.Clear();
        reached[0] = true;
        foreach (var letter in pattern)
        {
            if (letter is '*' or '%')
            {
                for (var i = 1; i <= name.Length; i++)
                    if (reached[i - 1] && (letter == '*' || name[i - 1] != Separator)) reached[i] = true;
            }
            else
            {
                for (var i = name.Length; i > 0; i--) reached[i] = reached[i - 1] && name[i - 1] == letter;
                reached[0] = false;
            }
        }

        return reached[name.Length];
    }
}
