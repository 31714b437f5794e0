using MailActors.Domain.Directory;

namespace MailActors.Actors.Operations;

/// <summary>The one place that turns the directory's refusals into words for operators.</summary>
internal static class DirectoryWords
{
    /// <summary>The account a call names; null, and told to the client, when there is none.</summary>
    public static async Task<Account?> FindAccount(this CommandCall call, IDirectoryAdmin admin, string argument = "address")
    {
        if (await call.Address(argument).ConfigureAwait(false) is not { } address) return null;
        var found = await admin.ShowAccount(address, call.Cancel).ConfigureAwait(false);
        if (found.Reason is { } reason) await call.Refuse(reason.ToString(), Of(reason, address.ToString())).ConfigureAwait(false);
        return found.Value;
    }

    public static string Of(DirectoryRejection reason, string subject) => reason switch
    {
        DirectoryRejection.InvalidDomain => $"\"{subject}\" is not a domain name.",
        DirectoryRejection.InvalidAddress => $"\"{subject}\" can't be an address here: no control or look-alike characters, at most 64 octets before the @.",
        DirectoryRejection.DomainExists => $"The domain {subject} is there already.",
        DirectoryRejection.NoSuchDomain => $"The domain of {subject} is not one of ours: add it with mailctl domain add.",
        DirectoryRejection.DomainInUse => $"The domain {subject} still has accounts or aliases: remove them first.",
        DirectoryRejection.AddressTaken => $"{subject} is an account or alias already.",
        DirectoryRejection.NoSuchAccount => $"There is no account {subject}.",
        DirectoryRejection.NoSuchAlias => $"There is no alias {subject}.",
        DirectoryRejection.NoSuchAppPassword => $"{subject} has no app password of this name.",
        DirectoryRejection.AppPasswordExists => $"{subject} has an app password of this name already.",
        DirectoryRejection.UnusablePassword => "The password can't be used: it is empty, longer than 1,000 octets, or has control characters.",
        DirectoryRejection.InvalidQuota => "The quota must be a number of octets, 0 for none.",
        DirectoryRejection.AliasLoop => $"The alias {subject} would lead back to itself, through more than 20 others or to more than 1,000 addresses.",
        DirectoryRejection.TooManyTargets => $"The alias {subject} has no or too many targets.",
        _ => $"Refused for {subject}: {reason}.",
    };
}
