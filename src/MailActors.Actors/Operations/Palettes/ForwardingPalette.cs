using System.Globalization;
using MailActors.Actors.Forwarding;
using MailActors.Domain.Forwarding;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>The secrets behind reverse-paths of forwarded mail, and whom such a path stands for.</summary>
public sealed class ForwardingPalette(IForwardingSecrets secrets, ReturnPaths paths)
{
    public CommandPalette Make() => new("forwarding", "Reverse-paths of mail that aliases lead to other hosts", [
        new("list", "Lists the secrets that prove them, by age", [], async call =>
        {
            foreach (var secret in secrets.List()) await Row(call, secret).ConfigureAwait(false);
            return 0;
        }),
        new("rotate", "Uses a new secret from now on", [], async call =>
        {
            await Row(call, await secrets.Rotate(call.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
            return 0;
        }),
        new("show", "Says whom a reverse-path stands for", ["address"], Show),
    ]);

    private async Task<int> Show(CommandCall call)
    {
        if (await call.Address("address").ConfigureAwait(false) is not { } address) return 1;
        switch (await paths.Read(address, call.Cancel).ConfigureAwait(false))
        {
            case ReturnPath.To to:
                await call.Row(("address", address.ToString()), ("sender", to.Sender.ToString())).ConfigureAwait(false);
                return 0;
            case ReturnPath.Expired:
                return await call.Refuse("Expired", $"{address} is ours, but too old: bounces to it are refused.").ConfigureAwait(false);
            case ReturnPath.Forged:
                return await call.Refuse("Forged", $"{address} was not made here, or with a secret that is gone.").ConfigureAwait(false);
            case ReturnPath.CannotTell unknown:
                return await call.Refuse("Unavailable", $"It can't be looked up now: {unknown.Reason}").ConfigureAwait(false);
            default:
                return await call.Refuse("NotRewritten", $"{address} is no reverse-path of forwarded mail in a domain of ours.").ConfigureAwait(false);
        }
    }

    private static Task Row(CommandCall call, ForwardingSecret secret) => call.Row(
        ("created", Day(secret.Created)), ("use", secret.ProvesUntil is null ? "signs" : "proves"), ("until", secret.ProvesUntil is { } until ? Day(until) : null));

    private static string Day(long seconds) => DateTimeOffset.FromUnixTimeSeconds(seconds).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);
}
