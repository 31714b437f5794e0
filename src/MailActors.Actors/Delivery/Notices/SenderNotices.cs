using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Delivery.Notices;

/// <summary>Notices to one address: so many an hour alone, the others gathered by kind.</summary>
internal sealed class SenderNotices(NoticeSettings settings)
{
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);

    private readonly List<Tell> _gathered = [];
    private DateTimeOffset _hour;
    private int _alone;
    private DateTimeOffset _since;

    public bool MayGoAlone(DateTimeOffset now)
    {
        if (now - _hour >= Hour) (_hour, _alone) = (now, 0);
        return ++_alone <= settings.MaxAnHour;
    }

    public void Gather(Tell tell, DateTimeOffset now)
    {
        if (_gathered.Count == 0) _since = now;
        _gathered.Add(tell);
    }

    /// <summary>What has been gathered long enough: one notice a kind.</summary>
    public IReadOnlyList<IReadOnlyList<Tell>> Due(DateTimeOffset now)
    {
        if (_gathered.Count == 0 || now - _since < settings.MergeWithin) return [];
        IReadOnlyList<IReadOnlyList<Tell>> due = [.. _gathered.GroupBy(t => t.Kind).Select(g => g.ToList())];
        _gathered.Clear();
        return due;
    }

    public bool IsForgotten(DateTimeOffset now) => _gathered.Count == 0 && now - _hour >= Hour;
}
