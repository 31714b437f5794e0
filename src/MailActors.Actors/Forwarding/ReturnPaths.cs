using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Forwarding;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Srs;

namespace MailActors.Actors.Forwarding;

/// <summary>Return paths together with the directory, which knows the domains they are in.</summary>
public sealed class ReturnPaths(ForwardingSettings settings, IDirectory directory, IReturnPaths paths)
{
    /// <summary>What an address stands for. One in a domain of another is none of ours, whatever its form.</summary>
    public async ValueTask<ReturnPath> Read(MailAddress address, CancellationToken cancel)
    {
        if (!SrsForm.IsTagged(address.LocalPart)) return ReturnPath.None.Instance;
        return await directory.FindDomain(address.Domain, cancel).ConfigureAwait(false) switch
        {
            Lookup<MailDomain>.Found => await paths.Read(address, cancel).ConfigureAwait(false),
            Lookup<MailDomain>.CannotTell unknown => new ReturnPath.CannotTell(unknown.Reason),
            _ => ReturnPath.None.Instance,
        };
    }

    /// <summary>Durable when it completes. Throws StorageException.</summary>
    public ValueTask<MailAddress> Rewrite(MailAddress sender, string domain, CancellationToken cancel) => paths.Rewrite(sender, domain, cancel);

    /// <summary>The domain that mail forwarded from an address gets its reverse-path in; null: can't tell.</summary>
    public async ValueTask<string?> DomainFor(MailAddress via, CancellationToken cancel) => settings.Domain.Length == 0
        ? via.Domain
        : await directory.FindDomain(settings.Domain, cancel).ConfigureAwait(false) switch
        {
            Lookup<MailDomain>.Found { Value: var domain } => domain.Name,
            Lookup<MailDomain>.CannotTell => null,
            // Bounces to a domain that isn't here would be lost.
            _ => via.Domain,
        };
}
