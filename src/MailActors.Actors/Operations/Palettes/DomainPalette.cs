using MailActors.Domain.Directory;

namespace MailActors.Actors.Operations.Palettes;

public static class DomainPalette
{
    public static CommandPalette Make(IDirectoryAdmin admin, DomainRecordCommands records) => new("domain", "Domains this server has mail for", [
        new("add", "Adds a domain", ["name", "quota?", "catchAll?"], async call =>
        {
            var (good, quota) = await call.Number("quota").ConfigureAwait(false);
            return good ? await Tell(call, await admin.AddDomain(call.Text("name"), quota ?? 0, call.Optional("catchAll"), call.Cancel).ConfigureAwait(false)).ConfigureAwait(false) : 1;
        }),
        new("list", "Lists the domains", [], async call =>
        {
            foreach (var domain in await admin.ListDomains(call.Cancel).ConfigureAwait(false)) await Row(call, domain).ConfigureAwait(false);
            return 0;
        }),
        new("show", "Shows a domain", ["name"], async call => await Tell(call, await admin.ShowDomain(call.Text("name"), call.Cancel).ConfigureAwait(false)).ConfigureAwait(false)),
        new("remove", "Removes a domain without accounts and aliases", ["name"], async call =>
            await Tell(call, await admin.RemoveDomain(call.Text("name"), call.Cancel).ConfigureAwait(false)).ConfigureAwait(false)),
        new("dns", "Prints the records it should publish", ["name"], records.Dns),
        new("check", "Compares them with DNS", ["name"], records.Check),
    ]);

    private static async Task<int> Tell(CommandCall call, Result<MailDomain> result)
    {
        if (result.Reason is { } reason) return await call.Refuse(reason.ToString(), DirectoryWords.Of(reason, call.Text("name"))).ConfigureAwait(false);
        await Row(call, result.Value!).ConfigureAwait(false);
        return 0;
    }

    private static Task Row(CommandCall call, MailDomain domain) =>
        call.Row(("domain", domain.Name), ("quota", domain.DefaultQuotaBytes), ("catchAll", domain.CatchAll), ("created", domain.Created));
}
