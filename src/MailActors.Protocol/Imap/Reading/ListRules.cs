using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>LIST and LSUB (RFC 9051 §6.3.9, RFC 5258 §6, RFC 5819, RFC 6154).</summary>
internal static class ListRules
{
    /// <summary>Patterns of one LIST: each is held against every folder.</summary>
    private const int MaxPatterns = 100;

    internal static ImapCommand? List(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectSpace()) return null;
        var extended = scanner.Next == '(';
        var selection = ListSelection.None;
        if (extended && (!scanner.ExpectSelection(out selection) || !scanner.ExpectSpace())) return null;
        if (!scanner.ExpectListMailbox(out var reference) || !scanner.ExpectSpace()) return null;
        var patterns = new List<string>();
        if (scanner.Take('('))
        {
            extended = true;
            do
            {
                if (!scanner.ExpectListPattern(patterns)) return null;
            }
            while (scanner.Take(' '));
            if (!scanner.Expect(')')) return null;
        }
        else if (!scanner.ExpectListPattern(patterns))
        {
            return null;
        }

        var options = ListReturn.None;
        var status = StatusItems.None;
        if (scanner.Take(' '))
        {
            extended = true;
            if (!scanner.ExpectReturn(out options, out status)) return null;
        }

        return new ListCommand(tag, selection, reference, patterns, options, status, extended);
    }

    internal static ImapCommand? Lsub(ref ImapScanner scanner, string tag)
    {
        var patterns = new List<string>();
        return scanner.ExpectSpace() && scanner.ExpectListMailbox(out var reference) && scanner.ExpectSpace() && scanner.ExpectListPattern(patterns)
            ? new LsubCommand(tag, reference, patterns[0])
            : null;
    }

    private static bool ExpectListPattern(this ref ImapScanner scanner, List<string> patterns)
    {
        if (!scanner.ExpectListMailbox(out var pattern)) return false;
        patterns.Add(pattern);
        return (patterns.Count <= MaxPatterns && pattern.Length <= FolderNames.MaxOctets && pattern.AsSpan().CountAny('*', '%') <= ListPattern.MaxWildcards)
            || scanner.Fail("Too many patterns or wildcards", ImapFaultKind.TooBig);
    }

    private static bool ExpectSelection(this ref ImapScanner scanner, out ListSelection selection)
    {
        selection = ListSelection.None;
        scanner.Expect('(');
        if (scanner.Take(')')) return true;
        do
        {
            if (!scanner.ExpectWord(out var word)) return false;
            var option = word switch
            {
                "SUBSCRIBED" => ListSelection.Subscribed,
                "REMOTE" => ListSelection.Remote,
                "RECURSIVEMATCH" => ListSelection.RecursiveMatch,
                "SPECIAL-USE" => ListSelection.SpecialUse,
                _ => ListSelection.None,
            };
            if (option == ListSelection.None) return scanner.Fail("There is no such selection option");
            selection |= option;
        }
        while (scanner.Take(' '));

        // RFC 5258 §3.1: RECURSIVEMATCH is about another option.
        if (selection.HasFlag(ListSelection.RecursiveMatch) && (selection & (ListSelection.Subscribed | ListSelection.SpecialUse)) == 0)
            return scanner.Fail("RECURSIVEMATCH needs another selection option");
        return scanner.Expect(')');
    }

    private static bool ExpectReturn(this ref ImapScanner scanner, out ListReturn options, out StatusItems status)
    {
        options = ListReturn.None;
        status = StatusItems.None;
        if (!scanner.ExpectWord(out var word) || (word != "RETURN" && !scanner.Fail("Expected RETURN"))) return false;
        if (!scanner.ExpectSpace() || !scanner.Expect('(')) return false;
        if (scanner.Take(')')) return true;
        do
        {
            if (!scanner.ExpectWord(out word)) return false;
            switch (word)
            {
                case "SUBSCRIBED":
                    options |= ListReturn.Subscribed;
                    break;
                case "CHILDREN":
                    options |= ListReturn.Children;
                    break;
                case "SPECIAL-USE":
                    options |= ListReturn.SpecialUse;
                    break;
                case "STATUS":
                    if (!scanner.ExpectSpace() || !scanner.ExpectStatusItems(out status)) return false;
                    break;
                default:
                    return scanner.Fail("There is no such return option");
            }
        }
        while (scanner.Take(' '));

        return scanner.Expect(')');
    }
}
