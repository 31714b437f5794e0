using MailActors.Domain.Directory;
using MailActors.Domain.Dns;
using MailActors.Domain.Signing;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>What a domain should publish in DNS, and whether it does.</summary>
/// <param name="host">Asked anew each time: its certificate may have changed.</param>
public sealed class DomainRecordCommands(IDirectoryAdmin admin, IDkimKeys keys, IDnsLookups dns, Func<PublishedHost> host)
{
    private readonly DomainCheck _check = new(dns);

    public async Task<int> Dns(CommandCall call)
    {
        if (await Records(call).ConfigureAwait(false) is not { } records) return 1;
        var domain = call.Text("name");
        foreach (var record in records)
            await call.Row(("name", record.Name), ("type", Type(record)), ("value", record.ZoneValue), ("needed", record.IsNeeded), ("why", record.Why)).ConfigureAwait(false);
        if (!records.Any(record => record.Value.StartsWith("v=DKIM1", StringComparison.Ordinal)))
            await call.Say($"There is no key to sign with yet: mailctl dkim add {domain}").ConfigureAwait(false);
        await call.Say($"The MTA-STS policy for {DomainRecords.StsPolicyAddress(domain)}, to be served by a web server with a certificate of that name:").ConfigureAwait(false);
        await call.Say(DomainRecords.StsPolicyOf(host()).ToString()).ConfigureAwait(false);
        return 0;
    }

    /// <summary>Exit code 1 when something that is needed is missing, different or can't be told.</summary>
    public async Task<int> Check(CommandCall call)
    {
        if (await Records(call).ConfigureAwait(false) is not { } records) return 1;
        var good = true;
        foreach (var record in records)
        {
            var (state, found) = await _check.Check(record, call.Cancel).ConfigureAwait(false);
            good &= state == DomainState.Ok || !record.IsNeeded;
            await call.Row(("name", record.Name), ("type", Type(record)), ("state", Words(state)), ("needed", record.IsNeeded), ("should", record.ZoneValue), ("found", found)).ConfigureAwait(false);
        }

        return good ? 0 : 1;
    }

    private async Task<IReadOnlyList<DomainRecord>?> Records(CommandCall call)
    {
        var shown = await admin.ShowDomain(call.Text("name"), call.Cancel).ConfigureAwait(false);
        if (shown.Reason is not { } reason) return DomainRecords.Of(shown.Value!.Name, host(), keys.List(shown.Value.Name));
        await call.Refuse(reason.ToString(), DirectoryWords.Of(reason, call.Text("name"))).ConfigureAwait(false);
        return null;
    }

    private static string Type(DomainRecord record) => record.Type.ToString().ToUpperInvariant();

    private static string Words(DomainState state) => state switch
    {
        DomainState.Ok => "ok",
        DomainState.Missing => "missing",
        DomainState.Different => "different",
        _ => "cannot tell",
    };
}
