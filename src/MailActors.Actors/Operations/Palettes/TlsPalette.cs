using System.Globalization;
using MailActors.Domain.Routing;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>TLS with other hosts: which policies hold, and how it went.</summary>
public sealed class TlsPalette(IStsPolicyStore policies, ITlsReport report, TimeProvider time)
{
    private const int MostListed = 10_000;

    public CommandPalette Make() => new("tls", "TLS with other hosts", [
        new("policies", "Lists the MTA-STS policies that are kept", ["limit?"], Policies),
        new("report", "Counts the sessions of a day by policy, host and what went wrong", ["day?"], Report),
    ]);

    private async Task<int> Policies(CommandCall call)
    {
        var (good, limit) = await call.Number("limit").ConfigureAwait(false);
        if (!good) return 1;
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        foreach (var (domain, kept) in await policies.List((int)Math.Min(limit ?? 1_000, MostListed), call.Cancel).ConfigureAwait(false))
        {
            if (kept.Until <= now) continue;
            await call.Row(
                ("domain", domain), ("mode", kept.Policy.Mode.ToString().ToLowerInvariant()), ("mx", kept.Policy.Hosts), ("id", kept.Id), ("fetchedAt", kept.FetchedAt),
                ("until", kept.Until)).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task<int> Report(CommandCall call)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        var day = today;
        if (call.Optional("day") is { } text && !DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day))
            return await call.Refuse("InvalidDay", $"\"{text}\" is no day: write it as {today:yyyy-MM-dd}. Days are those of UTC.").ConfigureAwait(false);
        foreach (var one in await report.Of(day, call.Cancel).ConfigureAwait(false))
            await call.Row(
                ("day", day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)), ("policy", Name(one.Policy)), ("domain", one.Domain), ("host", one.Host),
                ("result", one.Failure.Length > 0 ? one.Failure : "success"), ("sessions", one.Sessions)).ConfigureAwait(false);
        return 0;
    }

    /// <summary>RFC 8460 §4.2.</summary>
    private static string Name(TlsPolicyKind policy) => policy switch { TlsPolicyKind.Sts => "sts", TlsPolicyKind.Tlsa => "tlsa", _ => "no-policy-found" };
}
