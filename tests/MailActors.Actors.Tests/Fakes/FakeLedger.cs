using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>A ledger in memory that can be told to fail.</summary>
internal sealed class FakeLedger(SubmissionSettings settings) : ISendingLedger
{
    private readonly HashSet<(AccountId, string)> _known = [];
    private readonly Dictionary<AccountId, SendingUse> _uses = [];

    public bool Fails { get; set; }

    public SendingUse Of(AccountId account) => _uses.GetValueOrDefault(account, SendingUse.None);

    public Task<SendingAccount> Show(AccountId account, CancellationToken cancel) => Done(() => new SendingAccount(Of(account), settings.Limits, SendingOverride.None));

    public Task<(SendingAccount Account, bool IsNew)> Look(AccountId account, MailAddress recipient, CancellationToken cancel) =>
        Done(() => (new SendingAccount(Of(account), settings.Limits, SendingOverride.None), !_known.Contains((account, recipient.Key))));

    public Task<SendingLimit?> Count(AccountId account, IReadOnlyList<MailAddress> recipients) => Done(() =>
    {
        var strangers = recipients.Count(r => !_known.Contains((account, r.Key)));
        if (Of(account).Reached(settings.Limits, recipients.Count, strangers) is { } limit) return limit;
        foreach (var recipient in recipients) _known.Add((account, recipient.Key));
        _uses[account] = Of(account).Plus(recipients.Count, strangers);
        return (SendingLimit?)null;
    });

    public Task SetLimits(AccountId account, SendingOverride limits) => throw new NotSupportedException();

    public Task<bool> MarkOver(AccountId account) => Done(() =>
    {
        var isNews = Of(account).OverSince is null;
        _uses[account] = Of(account) with { OverSince = 1 };
        return isNews;
    });

    public Task MarkHeld(AccountId account) => Done(() => _uses[account] = Of(account) with { Held = true });

    public Task Reset(AccountId account) => Done(() => _uses[account] = SendingUse.None);

    private Task<T> Done<T>(Func<T> work) => Fails ? Task.FromException<T>(new StorageException(StorageFault.Full, "test")) : Task.FromResult(work());
}
