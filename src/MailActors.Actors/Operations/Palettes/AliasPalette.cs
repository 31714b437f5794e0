using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations.Palettes;

public static class AliasPalette
{
    public static CommandPalette Make(IDirectoryAdmin admin) => new("alias", "Addresses that lead to others, ours or not", [
        new("add", "Adds an alias", ["address", "targets"], async call =>
        {
            if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
            var targets = new List<MailAddress>();
            foreach (var text in call.Texts("targets"))
            {
                if (!AddressParser.TryParse(text, out var target)) return await call.Refuse("InvalidAddress", $"\"{text}\" is not an address; write it as name@domain.").ConfigureAwait(false);
                targets.Add(target);
            }

            return await Tell(call, admin, await admin.AddAlias(address, targets, call.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
        }),
        new("list", "Lists aliases", ["domain?"], async call =>
        {
            foreach (var alias in await admin.ListAliases(call.Optional("domain"), call.Cancel).ConfigureAwait(false)) await Row(call, admin, alias).ConfigureAwait(false);
            return 0;
        }),
        new("remove", "Removes an alias", ["address"], async call => await call.Address("address").ConfigureAwait(false) is { } address
            ? await Tell(call, admin, await admin.RemoveAlias(address, call.Cancel).ConfigureAwait(false)).ConfigureAwait(false)
            : 1),
    ]);

    private static async Task<int> Tell(CommandCall call, IDirectoryAdmin admin, Result<Alias> result)
    {
        if (result.Reason is { } reason) return await call.Refuse(reason.ToString(), DirectoryWords.Of(reason, call.Text("address"))).ConfigureAwait(false);
        await Row(call, admin, result.Value!).ConfigureAwait(false);
        return 0;
    }

    private static async Task Row(CommandCall call, IDirectoryAdmin admin, Alias alias)
    {
        var forwards = new List<string>();
        foreach (var target in alias.Targets)
            if ((await admin.ShowDomain(target.Domain, call.Cancel).ConfigureAwait(false)).Value is null) forwards.Add(target.ToString());
        await call.Row(
            ("address", alias.Address.ToString()), ("targets", alias.Targets.Select(t => t.ToString()).ToArray()), ("forwards", forwards.ToArray())).ConfigureAwait(false);
    }
}
