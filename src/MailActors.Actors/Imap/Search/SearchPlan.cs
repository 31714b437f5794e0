using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Search;

/// <summary>What a search is asked about.</summary>
/// <param name="Folder">As the client knows it: <c>*</c> and keywords are its.</param>
/// <param name="Saved">What <c>$</c> stands for.</param>
/// <param name="Recent">\Recent in this session.</param>
/// <param name="Now">Seconds since 1970 UTC.</param>
internal sealed record SearchScope(FolderSnapshot Folder, UidSet Saved, UidSet Recent, long Now);

/// <summary>Makes the keys of SEARCH ready (RFC 9051 §6.4.4): sets resolved, keywords as bits, days as numbers. The tree is at most
/// <see cref="SearchKey.MaxDepth"/> high, so it may be walked by recursion.</summary>
internal static class SearchPlan
{
    private const long Day = 86_400;

    public static SearchTest From(SearchKey key, SearchScope scope) => key switch
    {
        SearchKey.All => Always(true),
        SearchKey.Recent => new SearchTest.Row((in m) => scope.Recent.Contains(m.Row.Uid)),
        SearchKey.And and => new SearchTest.Several([.. and.Keys.Select(k => From(k, scope))], any: false),
        SearchKey.Or or => new SearchTest.Several([From(or.Left, scope), From(or.Right, scope)], any: true),
        SearchKey.Not not => new SearchTest.Not(From(not.Key, scope)),
        SearchKey.Sequence { Set.IsSaved: true } or SearchKey.Uid { Set.IsSaved: true } => new SearchTest.Row((in m) => scope.Saved.Contains(m.Row.Uid)),
        SearchKey.Sequence sequence => InSequences(sequence.Set, scope.Folder),
        SearchKey.Uid uid => InUids(uid.Set, scope.Folder),
        SearchKey.Flag flag => HasBits((ulong)flag.Name, flag.Set),
        SearchKey.Keyword keyword => HasKeyword(keyword, scope.Folder),
        SearchKey.Larger larger => new SearchTest.Row((in m) => m.Row.Size > larger.Size),
        SearchKey.Smaller smaller => new SearchTest.Row((in m) => m.Row.Size < smaller.Size),
        SearchKey.ModSeq modSeq => new SearchTest.Row((in m) => m.Row.ModSeq >= modSeq.Value),

        // RFC 5032 §3: both ends belong to it.
        SearchKey.Within { Younger: true } within => new SearchTest.Row((in m) => m.Row.InternalDate >= scope.Now - within.Seconds),
        SearchKey.Within within => new SearchTest.Row((in m) => m.Row.InternalDate <= scope.Now - within.Seconds),
        SearchKey.Date date => OnDay(date),
        SearchKey.Field field => InField(field.Name, new(field.Value)),
        SearchKey.Header header => InHeader(header.Name, new(header.Value)),
        SearchKey.Text text => InText(new(text.Value), text.WithHeader),
        _ => throw new ArgumentOutOfRangeException(nameof(key)),
    };

    private static SearchTest.Row Always(bool answer) => new((in _) => answer);

    private static SearchTest.Row HasBits(ulong bits, bool set) => new((in m) => ((ulong)m.Row.Flags & bits) != 0 == set);

    private static SearchTest.Row HasKeyword(SearchKey.Keyword keyword, FolderSnapshot folder)
    {
        for (var i = 0; i < folder.Keywords.Length; i++)
            if (folder.Keywords[i].Equals(keyword.Name, StringComparison.OrdinalIgnoreCase)) return HasBits(1UL << (FlagSet.FirstKeywordBit + i), keyword.Set);
        return Always(!keyword.Set);
    }

    private static SearchTest.Row InSequences(SequenceSet set, FolderSnapshot folder)
    {
        var numbers = Ranges(set, (uint)folder.Count);
        return new((in m) => numbers.Contains((uint)m.Sequence));
    }

    private static SearchTest.Row InUids(SequenceSet set, FolderSnapshot folder)
    {
        var uids = Ranges(set, folder.Count == 0 ? 0 : folder[folder.Count].Uid);
        return new((in m) => uids.Contains(m.Row.Uid));
    }

    private static UidSet Ranges(SequenceSet set, uint last) => UidSet.OfRanges(set.Resolve(last).Select(r => new UidRange(r.First, r.Last)));

    private static SearchTest OnDay(SearchKey.Date date)
    {
        var day = new DateTimeOffset(date.Day.ToDateTime(TimeOnly.MinValue), TimeSpan.Zero).ToUnixTimeSeconds() / Day;
        return date.Sent

            // A message without a readable Date was sent on no day.
            ? new SearchTest.Summary(s => s.SentDate is { } sent && Compare(DayOf(sent.UnixSeconds + (sent.OffsetMinutes * 60)), date.Comparison, day))
            : new SearchTest.Row((in m) => Compare(DayOf(m.Row.InternalDate), date.Comparison, day));
    }

    private static long DayOf(long seconds) => (long)Math.Floor((double)seconds / Day);

    private static bool Compare(long day, DateComparison comparison, long wanted) => comparison switch
    {
        DateComparison.Before => day < wanted,
        DateComparison.On => day == wanted,
        _ => day >= wanted,
    };

    private static SearchTest.Summary InField(SearchField name, SearchString value) => name switch
    {
        SearchField.From => new(s => value.IsIn(s.Fields.From)),
        SearchField.To => new(s => value.IsIn(s.Fields.To)),
        SearchField.Cc => new(s => value.IsIn(s.Fields.Cc)),
        SearchField.Bcc => new(s => value.IsIn(s.Fields.Bcc)),
        _ => new(s => value.IsIn(s.Fields.Subject)),
    };

    private static SearchTest.Text InHeader(string name, SearchString value) => new(message => message.HeaderContains(name, value));

    private static SearchTest.Text InText(SearchString value, bool header) => new(message => message.Contains(value, header));
}
