using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;

namespace MailActors.Storage.Accounts;

/// <summary>What may come into the directory.</summary>
internal static class DirectoryChecks
{
    /// <summary>Null: this address can be given to a new account or alias.</summary>
    public static DirectoryRejection? NewAddress(DirectoryIndex index, MailAddress address)
    {
        if (!Protocol.Addresses.NewAddress.MayBeGiven(address)) return DirectoryRejection.InvalidAddress;
        if (index.Domain(address.Domain) is null) return DirectoryRejection.NoSuchDomain;
        return index.IsTaken(address) ? DirectoryRejection.AddressTaken : null;
    }

    public static DirectoryRejection? Alias(DirectoryIndex index, Alias alias)
    {
        if (NewAddress(index, alias.Address) is { } fault) return fault;
        if (alias.Targets.Count == 0) return DirectoryRejection.InvalidAddress;
        if (alias.Targets.Count > AddressExpansion.MaxAddresses) return DirectoryRejection.TooManyTargets;
        return new AddressExpansion(index, candidate: alias).Follow(alias.Address) is Route.Loop ? DirectoryRejection.AliasLoop : null;
    }

    /// <summary>A domain of ours is a name, not an address literal.</summary>
    public static bool TryDomain(string name, out string canonical)
    {
        var good = AddressParser.TryParseDomain(name, out var parsed) && !parsed.StartsWith('[');
        canonical = good ? parsed! : "";
        return good;
    }
}
