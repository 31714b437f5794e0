using MailActors.Actors.Forwarding;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Says under which reverse-path mail of a sender would be forwarded when it comes from outside.</summary>
/// <param name="from">Null: any sender.</param>
internal sealed class ForwardingTest(CommandCall call, ReturnPaths paths, MailAddress? from)
{
    private const string Why = "rewritten (SRS), so that SPF holds for our host; bounces come back through us";

    public async Task<(string Sender, string Why)> Sender(MailAddress via)
    {
        if (await paths.DomainFor(via, call.Cancel).ConfigureAwait(false) is not { } domain) return ("unknown", "the directory can't tell");
        if (from is null) return ($"SRS0=…@{domain}", Why);
        if (ForwardedSender.IsAligned(from.Domain, domain)) return (from.ToString(), $"a sender of {domain}: kept when submitted with a login, from outside it is not forwarded");
        try
        {
            return ((await paths.Rewrite(from, domain, call.Cancel).ConfigureAwait(false)).ToString(), Why);
        }
        catch (StorageException e)
        {
            return ("unknown", e.Message);
        }
    }
}
