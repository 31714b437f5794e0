namespace MailActors.Storage.Verify;

/// <summary>Collects findings; of each kind only so many in full, so that a broken disk does not become a full memory.</summary>
internal sealed class VerifyReport(Action<VerifyProgress>? progress, CancellationToken cancel)
{
    private const int PerKind = 1000;
    private const int Every = 1000;

    private readonly Dictionary<FindingKind, int> _counts = [];
    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public void Add(FindingKind kind, string where, string detail)
    {
        var count = _counts[kind] = _counts.GetValueOrDefault(kind) + 1;
        if (count <= PerKind) _findings.Add(new(kind, where, detail));
        else if (count == PerKind + 1) _findings.Add(new(kind, "…", "and more of this kind"));
    }

    public void Step(string name, long done, long total)
    {
        cancel.ThrowIfCancellationRequested();
        if (done % Every == 0 || done == total) progress?.Invoke(new(name, done, total));
    }
}
