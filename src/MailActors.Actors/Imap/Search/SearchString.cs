using System.Buffers;

namespace MailActors.Actors.Imap.Search;

/// <summary>A string to look for without regard to case (RFC 9051 §6.4.4), made ready once for all messages of a search: finding it runs at the speed of
/// memory, where <see cref="string.Contains(string, StringComparison)"/> without ICU compares letter by letter.</summary>
internal sealed class SearchString(string value)
{
    private readonly SearchValues<string> _values = SearchValues.Create([value], StringComparison.OrdinalIgnoreCase);

    public int Length => value.Length;

    /// <summary>It is found everywhere.</summary>
    public bool IsEmpty => value.Length == 0;

    public bool IsIn(ReadOnlySpan<char> text) => IsEmpty || text.ContainsAny(_values);
}
