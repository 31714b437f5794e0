using System.Text;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>SEARCH (RFC 9051 §6.4.4): options, charset, and the tree of keys, built on a stack of our own so that no input can use up the real one.</summary>
internal static class SearchRules
{
    private enum Kind
    {
        Group,
        Not,
        Or,
    }

    internal static ImapCommand? Search(ref ImapScanner scanner, string tag, bool uid)
    {
        if (!scanner.ExpectSpace()) return null;
        SearchReturn? options = null;
        var charset = "UTF-8";
        if (scanner.TakeWord("RETURN"u8))
        {
            if (!scanner.ExpectReturn(out var wanted) || !scanner.ExpectSpace()) return null;
            options = wanted;
        }

        if (scanner.TakeWord("CHARSET"u8))
        {
            if (!scanner.ExpectSpace() || !scanner.ExpectAstring(out charset) || !scanner.ExpectSpace()) return null;
            charset = charset.ToUpperInvariant();
        }

        var leaf = new SearchLeaf(charset is "UTF-8" or "US-ASCII");
        var key = Tree(ref scanner, leaf);
        return key is null ? null : new SearchCommand(tag, uid, options, charset, key, leaf.UsesModSeq);
    }

    private static SearchKey? Tree(ref ImapScanner scanner, SearchLeaf leaf)
    {
        var open = new Stack<(Kind Kind, List<SearchKey> Keys)>();
        open.Push((Kind.Group, []));
        for (var count = 0; ; count++)
        {
            if (count == SearchKey.MaxKeys) return TooBig(ref scanner, "Too many search keys");
            while (TakeOpening(ref scanner) is { } kind)
            {
                if (open.Count > SearchKey.MaxDepth) return TooBig(ref scanner, "The search keys are nested too deep");
                open.Push((kind, []));
            }

            var key = leaf.Read(ref scanner);
            if (key is null) return null;

            // Put the key where it belongs, and close what is complete with it.
            while (true)
            {
                var (kind, keys) = open.Peek();
                keys.Add(key);
                if (kind == Kind.Or && keys.Count == 1)
                {
                    if (!scanner.ExpectSpace()) return null;
                    break;
                }

                if (kind == Kind.Group)
                {
                    if (scanner.Take(' ')) break;
                    if (open.Count == 1) return Whole(keys);
                    if (!scanner.Expect(')')) return null;
                }

                open.Pop();
                key = kind switch
                {
                    Kind.Not => new SearchKey.Not(keys[0]),
                    Kind.Or => new SearchKey.Or(keys[0], keys[1]),
                    _ => Whole(keys),
                };
            }
        }
    }

    private static SearchKey Whole(List<SearchKey> keys) => keys.Count == 1 ? keys[0] : new SearchKey.And(keys);

    private static Kind? TakeOpening(ref ImapScanner scanner)
    {
        if (scanner.Take('(')) return Kind.Group;
        if (scanner.TakeWord("NOT "u8)) return Kind.Not;
        return scanner.TakeWord("OR "u8) ? Kind.Or : null;
    }

    private static bool ExpectReturn(this ref ImapScanner scanner, out SearchReturn options)
    {
        options = SearchReturn.None;
        if (!scanner.ExpectSpace() || !scanner.Expect('(')) return false;
        if (!scanner.Take(')'))
        {
            do
            {
                if (!scanner.ExpectWord(out var word)) return false;
                var option = word switch
                {
                    "MIN" => SearchReturn.Min,
                    "MAX" => SearchReturn.Max,
                    "ALL" => SearchReturn.All,
                    "COUNT" => SearchReturn.Count,
                    "SAVE" => SearchReturn.Save,
                    _ => SearchReturn.None,
                };
                if (option == SearchReturn.None) return scanner.Fail("There is no such return option");
                options |= option;
            }
            while (scanner.Take(' '));
            if (!scanner.Expect(')')) return false;
        }

        // RFC 4731 §3.1: RETURN () means ALL. RFC 5182 §2.1: SAVE alone returns nothing.
        if (options == SearchReturn.None) options = SearchReturn.All;
        return true;
    }

    private static bool TakeWord(this ref ImapScanner scanner, ReadOnlySpan<byte> word)
    {
        if (scanner.Rest.Length < word.Length || !Ascii.EqualsIgnoreCase(scanner.Rest[..word.Length], word)) return false;
        scanner.Advance(word.Length);
        return true;
    }

    private static SearchKey? TooBig(ref ImapScanner scanner, string text)
    {
        scanner.Fail(text, ImapFaultKind.TooBig);
        return null;
    }
}
