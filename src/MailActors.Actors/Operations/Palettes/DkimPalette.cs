using MailActors.Domain.Signing;
using MailActors.Protocol.Dkim;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Keys that sign. A new one signs nothing until its record can be seen by everybody, so it is made and put to use in two steps.</summary>
public sealed class DkimPalette(IDkimKeys keys)
{
    public CommandPalette Make() => new("dkim", "Keys that sign what leaves", [
        new("add", "Makes a key that signs nothing yet", ["domain", "selector?", "algorithm?"], Add),
        new("activate", "Signs with a key from now on", ["domain", "selector"], Activate),
        new("list", "Lists keys", ["domain?"], async call =>
        {
            foreach (var key in keys.List(call.Optional("domain"))) await Row(call, key, withRecord: false).ConfigureAwait(false);
            return 0;
        }),
        new("show", "Shows a key and its record", ["domain", "selector"], async call => await Find(call).ConfigureAwait(false) is { } key ? await Shown(call, key).ConfigureAwait(false) : 1),
        new("remove", "Removes a key for good", ["domain", "selector"], Remove),
    ]);

    private async Task<int> Add(CommandCall call)
    {
        DkimAlgorithm algorithm;
        switch (call.Optional("algorithm"))
        {
            case null or "rsa":
                algorithm = DkimAlgorithm.RsaSha256;
                break;
            case "ed25519":
                algorithm = DkimAlgorithm.Ed25519Sha256;
                break;
            case var other:
                return await call.Refuse("InvalidAlgorithm", $"\"{other}\" is no algorithm: give rsa or ed25519.").ConfigureAwait(false);
        }

        var made = await keys.Add(call.Text("domain"), call.Optional("selector"), algorithm, call.Cancel).ConfigureAwait(false);
        if (made.Key is not { } key) return await Refuse(call, made.Reason!.Value).ConfigureAwait(false);
        await Shown(call, key).ConfigureAwait(false);
        await call.Say($"Publish the record, wait until it can be seen everywhere (an hour is mostly enough), then: mailctl dkim activate {key.Domain} {key.Selector}").ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Activate(CommandCall call)
    {
        var before = await Find(call).ConfigureAwait(false);
        if (before is null) return 1;
        var retired = keys.List(before.Domain).Where(key => key.State == DkimKeyState.Active && key.Algorithm == before.Algorithm && key.Selector != before.Selector).ToList();
        var changed = await keys.Activate(before.Domain, before.Selector, call.Cancel).ConfigureAwait(false);
        if (changed.Key is not { } key) return await Refuse(call, changed.Reason!.Value).ConfigureAwait(false);
        await Row(call, key, withRecord: false).ConfigureAwait(false);
        foreach (var old in retired)
            await call.Say($"{old.Selector} signs no more. Keep its record for a week, for mail that is still on its way, then: mailctl dkim remove {old.Domain} {old.Selector}").ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Remove(CommandCall call)
    {
        var removed = await keys.Remove(call.Text("domain"), call.Text("selector"), call.Cancel).ConfigureAwait(false);
        if (removed.Key is not { } key) return await Refuse(call, removed.Reason!.Value).ConfigureAwait(false);
        await Row(call, key, withRecord: false).ConfigureAwait(false);
        if (key.State == DkimKeyState.Active && !keys.List(key.Domain).Any(other => other.State == DkimKeyState.Active))
            await call.Say($"Nothing signs mail of {key.Domain} now.").ConfigureAwait(false);
        return 0;
    }

    private async Task<DkimKey?> Find(CommandCall call)
    {
        var found = keys.List(call.Text("domain")).FirstOrDefault(key => key.Selector.Equals(call.Text("selector"), StringComparison.OrdinalIgnoreCase));
        if (found is null) await Refuse(call, DkimRejection.NoSuchKey).ConfigureAwait(false);
        return found;
    }

    private static Task<int> Refuse(CommandCall call, DkimRejection reason) => call.Refuse(reason.ToString(), reason switch
    {
        DkimRejection.NoSuchDomain => $"{call.Text("domain")} is not one of our domains: add it with mailctl domain add.",
        DkimRejection.NoSuchKey => $"{call.Text("domain")} has no key with the selector {call.Text("selector")}: see mailctl dkim list.",
        DkimRejection.SelectorTaken => $"{call.Text("domain")} has a key with the selector {call.Text("selector")} already.",
        _ => $"\"{call.Text("selector")}\" can't be a selector: letters, digits and hyphens, as in a host name.",
    });

    private static async Task<int> Shown(CommandCall call, DkimKey key)
    {
        await Row(call, key, withRecord: true).ConfigureAwait(false);
        return 0;
    }

    private static Task Row(CommandCall call, DkimKey key, bool withRecord)
    {
        var algorithm = key.Algorithm == DkimAlgorithm.RsaSha256 ? "rsa" : "ed25519";
        var state = key.State switch { DkimKeyState.Pending => "pending", DkimKeyState.Active => "active", _ => "retired" };
        return withRecord
            ? call.Row(("domain", key.Domain), ("selector", key.Selector), ("algorithm", algorithm), ("state", state), ("created", key.Created), ("record", key.RecordName), ("type", "TXT"), ("value", key.RecordValue))
            : call.Row(("domain", key.Domain), ("selector", key.Selector), ("algorithm", algorithm), ("state", state), ("created", key.Created));
    }
}
