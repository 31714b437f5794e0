namespace MailActors.Protocol.Imap.Commands;

/// <summary>What SEARCH looks for, as a tree of limited height: the reader refuses deeper ones, so that whoever walks it may recurse.
/// Strings are Unicode and are looked for as substrings, without regard to case.</summary>
public abstract record SearchKey
{
    /// <summary>Levels of NOT, OR and parentheses; each takes stack of whoever evaluates it (CVE-2021-33582).</summary>
    public const int MaxDepth = 100;

    public const int MaxKeys = 2_000;

    private SearchKey() { }

    public sealed record All : SearchKey
    {
        public static readonly All Instance = new();
    }

    /// <param name="Keys">At least two.</param>
    public sealed record And(IReadOnlyList<SearchKey> Keys) : SearchKey;

    public sealed record Or(SearchKey Left, SearchKey Right) : SearchKey;

    public sealed record Not(SearchKey Key) : SearchKey;

    public sealed record Sequence(SequenceSet Set) : SearchKey;

    public sealed record Uid(SequenceSet Set) : SearchKey;

    /// <summary>SEEN, UNSEEN, DELETED, UNDELETED and so on.</summary>
    public sealed record Flag(SystemFlags Name, bool Set) : SearchKey;

    /// <summary>KEYWORD and UNKEYWORD.</summary>
    public sealed record Keyword(string Name, bool Set) : SearchKey;

    /// <summary>RECENT (RFC 3501); OLD is its negation and NEW is RECENT UNSEEN.</summary>
    public sealed record Recent : SearchKey
    {
        public static readonly Recent Instance = new();
    }

    /// <summary>FROM, TO, CC, BCC, SUBJECT: decoded header fields.</summary>
    public sealed record Field(SearchField Name, string Value) : SearchKey;

    /// <param name="Value">Empty: any message that has the field.</param>
    public sealed record Header(string Name, string Value) : SearchKey;

    /// <summary>BODY, and with <paramref name="WithHeader"/> TEXT.</summary>
    public sealed record Text(string Value, bool WithHeader) : SearchKey;

    /// <summary>LARGER: more octets than this.</summary>
    public sealed record Larger(long Size) : SearchKey;

    /// <summary>SMALLER: fewer octets than this.</summary>
    public sealed record Smaller(long Size) : SearchKey;

    /// <summary>BEFORE, ON, SINCE: the internal date, as a day in UTC. SENTBEFORE, SENTON, SENTSINCE: the Date field's own day, without regard to its time zone.</summary>
    public sealed record Date(bool Sent, DateComparison Comparison, DateOnly Day) : SearchKey;

    /// <summary>OLDER and YOUNGER (RFC 5032): seconds before now, of the internal date.</summary>
    public sealed record Within(bool Younger, uint Seconds) : SearchKey;

    /// <summary>MODSEQ (RFC 7162 §3.1.5): changed at or after. The entry name, when given, makes no difference: flags have no MODSEQ of their own here.</summary>
    public sealed record ModSeq(long Value) : SearchKey;
}

public enum SearchField
{
    From,
    To,
    Cc,
    Bcc,
    Subject,
}

public enum DateComparison
{
    Before,
    On,
    Since,
}
