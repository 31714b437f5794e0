using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Akka.Actor;
using Akka.Cluster.Sharding;
using MailActors.Actors.Delivery.Remote.Destinations;
using MailActors.Domain.Destinations;
using MailActors.Protocol.Addresses;
using static MailActors.Domain.Destinations.DestinationReplies;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>The hosts that mail goes to, by the name of the next hop: how they fare, and whether an operator has paused them.</summary>
/// <param name="region">The shard region of destinations.</param>
public sealed class DestinationPalette(IDestinationPauses pauses, DestinationRules rules, IActorRef region, TimeProvider time)
{
    /// <summary>A destination that is asked for is remembered for minutes; a listing must not fill the memory.</summary>
    private const int MostListed = 10_000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    public CommandPalette Make() => new("destination", "Where mail for other hosts goes", [
        new("list", "Lists those with mail or trouble just now, and those paused", ["limit?"], List),
        new("show", "Shows one, and the rules for it", ["name"], Show),
        new("pause", "Sends nothing there until it is resumed", ["name", "why?"], Pause),
        new("resume", "Sends there again", ["name"], Resume),
    ]);

    private async Task<int> List(CommandCall call)
    {
        var (good, limit) = await call.Number("limit").ConfigureAwait(false);
        if (!good) return 1;
        var state = await region.Ask<CurrentShardRegionState>(GetShardRegionState.Instance, Patience, call.Cancel).ConfigureAwait(false);
        var paused = pauses.List();
        var names = paused.Select(p => p.Destination).Union(state.Shards.SelectMany(s => s.EntityIds).Order(StringComparer.Ordinal), StringComparer.OrdinalIgnoreCase);
        foreach (var some in names.Take((int)Math.Min(limit ?? 1_000, MostListed)).Chunk(100))
        {
            var shown = await Task.WhenAll(some.Select(name => Ask(new DestinationCommands.Show(name), call.Cancel))).ConfigureAwait(false);
            foreach (var one in shown.OrderByDescending(s => s.Wanted).ThenBy(s => s.Destination, StringComparer.Ordinal)) await Row(call, one).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task<int> Show(CommandCall call)
    {
        if (await Name(call).ConfigureAwait(false) is not { } name) return 1;
        var shown = await Ask(new DestinationCommands.Show(name), call.Cancel).ConfigureAwait(false);
        var (limits, schedule, delay) = rules.For(name);
        await call.Row([
            .. Values(shown),
            ("connectionsAtFirst", limits.Initial), ("mostConnections", limits.Most), ("messagesPerMinute", limits.PerMinute), ("firstDead", Words(limits.FirstDead)),
            ("longestDead", Words(limits.LongestDead)), ("firstRetry", Words(schedule.First)), ("longestRetry", Words(schedule.Longest)),
            ("giveUpAfter", Words(schedule.GiveUp)), ("delayNoticeAfter", Words(delay)),
        ]).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Pause(CommandCall call)
    {
        if (await Name(call).ConfigureAwait(false) is not { } name) return 1;
        var why = call.Text("why");
        if (why.Length > 200 || why.Any(char.IsControl)) return await call.Refuse("InvalidReason", "Give the reason in one line of up to 200 characters.").ConfigureAwait(false);
        await pauses.Pause(new(name, why, time.GetUtcNow().ToUnixTimeSeconds()), call.Cancel).ConfigureAwait(false);
        return await Recheck(call, name).ConfigureAwait(false);
    }

    private async Task<int> Resume(CommandCall call)
    {
        if (await Name(call).ConfigureAwait(false) is not { } name) return 1;
        if (!await pauses.Resume(name, call.Cancel).ConfigureAwait(false)) return await call.Refuse("NotPaused", $"{name} is not paused.").ConfigureAwait(false);
        return await Recheck(call, name).ConfigureAwait(false);
    }

    private async Task<int> Recheck(CommandCall call, string name)
    {
        await Row(call, await Ask(new DestinationCommands.Recheck(name), call.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
        return 0;
    }

    private Task<DestinationShown> Ask(DestinationCommand command, CancellationToken cancel) => region.Ask<DestinationShown>(command, Patience, cancel);

    private Task Row(CommandCall call, DestinationShown shown) => call.Row([.. Values(shown)]);

    private IEnumerable<(string Name, object? Value)> Values(DestinationShown shown)
    {
        var pause = pauses.List().FirstOrDefault(p => p.Destination.Equals(shown.Destination, StringComparison.OrdinalIgnoreCase));
        long? deadUntil = shown.Standing == DestinationStanding.Dead ? (time.GetUtcNow() + shown.Wait).ToUnixTimeSeconds() : null;
        return
        [
            ("destination", shown.Destination), ("standing", shown.Standing.ToString().ToLowerInvariant()), ("connections", shown.Held), ("allowed", shown.Window),
            ("wanted", shown.Wanted), ("awaitingRate", shown.Waiting), ("partitions", shown.Couriers), ("successes", shown.Successes), ("troubles", shown.Troubles),
            ("deadUntil", deadUntil), ("trouble", shown.Trouble?.ToString()), ("pausedSince", pause?.Since), ("why", pause?.Why is { Length: > 0 } why ? why : null),
        ];
    }

    private static async Task<string?> Name(CommandCall call)
    {
        if (TryParse(call.Text("name"), out var name)) return name;
        await call.Refuse("InvalidDestination", $"\"{call.Text("name")}\" is no destination: give a domain, or a relay as destination list shows it, such as [relay.example.org]:25.")
            .ConfigureAwait(false);
        return null;
    }

    /// <summary>The name as the next hops of mail have it.</summary>
    internal static bool TryParse(string text, [NotNullWhen(true)] out string? name)
    {
        if (AddressParser.TryParseDomain(text, out name)) return true;
        if (!text.StartsWith('[') || text.LastIndexOf("]:", StringComparison.Ordinal) is not (> 1 and var end)) return false;
        if (!ushort.TryParse(text[(end + 2)..], NumberStyles.None, CultureInfo.InvariantCulture, out var port) || port == 0) return false;
        var host = text[1..end].ToLowerInvariant();
        if (host.Length > AddressParser.MaxDomain || host.Any(c => !char.IsAsciiLetterOrDigit(c) && c is not ('.' or '-' or ':'))) return false;
        name = $"[{host}]:{port}";
        return true;
    }

    private static string Words(TimeSpan time) => time.ToString("c", CultureInfo.InvariantCulture);
}
