using MailActors.Domain.Directory;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Which messages a call means, from its arguments.</summary>
internal static class QueueFilterWords
{
    public static readonly string[] Arguments = ["sender?", "account?", "recipient?", "domain?", "reason?", "older?", "newer?", "held?"];

    /// <summary>Null, and told to the client, when something in it can't be read.</summary>
    public static async Task<QueueFilter?> Filter(this CommandCall call, IDirectoryAdmin admin, TimeProvider time)
    {
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        var (good, older) = await call.Number("older").ConfigureAwait(false);
        var (also, newer) = await call.Number("newer").ConfigureAwait(false);
        if (!good || !also) return null;
        var held = call.Optional("held");
        if (held is not (null or "yes" or "no"))
        {
            await call.Refuse("BadFilter", "held is yes or no.").ConfigureAwait(false);
            return null;
        }

        var filter = new QueueFilter
        {
            Sender = call.Optional("sender"), Recipient = call.Optional("recipient"), Domain = call.Optional("domain"), Reason = call.Optional("reason"),
            Until = now - older, Since = now - newer, Held = held is null ? null : held == "yes",
        };
        if (call.Optional("account") is not { } address) return filter;
        return await call.FindAccount(admin, "account").ConfigureAwait(false) is { } account ? filter with { Account = account.Id } : null;
    }
}
