namespace MailActors.Domain.Queue;

/// <summary>Which of several priorities goes next: the highest, but every fifth time one of the others, by turns, so that urgent mail without end does
/// not stop the rest for ever.</summary>
public sealed class PriorityTurns
{
    private const int LowerOneOf = 5;

    private int _turn;
    private int _lower = int.MinValue;

    /// <param name="waiting">The priorities with something to go, highest first; not empty.</param>
    public int Next(IEnumerable<int> waiting)
    {
        var highest = int.MinValue;
        var (isFirst, second, next) = (true, (int?)null, (int?)null);
        foreach (var priority in waiting)
        {
            if (isFirst) highest = priority;
            else
            {
                second ??= priority;
                if (priority < _lower) next ??= priority;
            }

            isFirst = false;
        }

        if (second is null || ++_turn % LowerOneOf != 0) return highest;
        return _lower = next ?? second.Value;
    }
}
