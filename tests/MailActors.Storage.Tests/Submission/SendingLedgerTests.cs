using MailActors.Domain;
using MailActors.Domain.Submission;
using MailActors.Protocol.Addresses;
using MailActors.Storage.Submission;
using MailActors.Storage.Tests.Accounts;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Storage.Tests.Submission;

public sealed class SendingLedgerTests
{
    private static readonly AccountId Ann = new(7);
    private static readonly AccountId Bob = new(8);

    private readonly FakeTimeProvider _time = new(new(2026, 11, 28, 20, 0, 0, TimeSpan.Zero));
    private readonly SubmissionSettings _settings = new() { MessagesPerDay = 3, RecipientsPerDay = 0, NewRecipientsPerDay = 4, RecipientsRemembered = 100 };

    [Fact]
    public async Task What_was_counted_survives_a_restart_and_a_new_day_begins_at_midnight()
    {
        await using var given = await TestDirectory.Create();
        var ledger = Ledger(given);
        Assert.Null(await ledger.Count(Ann, To("a", "b")));
        Assert.Null(await ledger.Count(Ann, To("a", "c")));

        await given.Reopen();
        ledger = Ledger(given);
        Assert.Equal(new(2, 4, 3, null, false), (await ledger.Show(Ann, default)).Use);
        Assert.Equal(SendingUse.None, (await ledger.Show(Bob, default)).Use);
        Assert.Equal((false, true), ((await ledger.Look(Ann, One("A"), default)).IsNew, (await ledger.Look(Ann, One("x"), default)).IsNew));
        Assert.True((await ledger.Look(Bob, One("a"), default)).IsNew);

        _time.Advance(TimeSpan.FromHours(4));
        Assert.Equal(SendingUse.None, (await ledger.Show(Ann, default)).Use);
        Assert.Null(await ledger.Count(Ann, To("a")));
        Assert.Equal(new(1, 1, 0, null, false), (await ledger.Show(Ann, default)).Use);
    }

    [Fact]
    public async Task A_message_over_a_limit_is_not_counted_and_of_many_at_once_only_as_many_as_may_pass()
    {
        await using var given = await TestDirectory.Create();
        var ledger = Ledger(given);
        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => ledger.Count(Ann, To("a"))));
        Assert.Equal(3, answers.Count(a => a is null));
        Assert.Equal(7, answers.Count(a => a == SendingLimit.Messages));
        Assert.Equal(new(3, 3, 1, null, false), (await ledger.Show(Ann, default)).Use);
        Assert.Equal(SendingLimit.NewRecipients, await ledger.Count(Bob, To("a", "b", "c", "d", "e")));
        Assert.Null(await ledger.Count(Bob, To("a", "b", "c", "d")));
        Assert.Equal(SendingLimit.NewRecipients, await ledger.Count(Bob, To("a", "e")));
    }

    [Fact]
    public async Task Limits_of_one_account_go_before_those_of_all_and_can_be_taken_back()
    {
        await using var given = await TestDirectory.Create();
        var ledger = Ledger(given);
        await ledger.SetLimits(Ann, new(1, null, 0));
        await given.Reopen();
        ledger = Ledger(given);
        Assert.Equal(new SendingLimits(1, 0, 0), (await ledger.Show(Ann, default)).Limits);
        Assert.Null(await ledger.Count(Ann, [.. Enumerable.Range(0, 50).Select(i => One($"u{i}"))]));
        Assert.Equal(SendingLimit.Messages, await ledger.Count(Ann, To("a")));
        await ledger.SetLimits(Ann, SendingOverride.None);
        Assert.Equal(_settings.Limits, (await ledger.Show(Ann, default)).Limits);
        Assert.Null(await ledger.Count(Ann, To("u1")));
    }

    [Fact]
    public async Task An_account_over_its_limit_stays_marked_until_it_is_released()
    {
        await using var given = await TestDirectory.Create();
        var ledger = Ledger(given);
        await ledger.Count(Ann, To("a"));
        Assert.Equal((true, false), (await ledger.MarkOver(Ann), await ledger.MarkOver(Ann)));
        await ledger.MarkHeld(Ann);
        _time.Advance(TimeSpan.FromDays(2));
        await given.Reopen();
        ledger = Ledger(given);
        var use = (await ledger.Show(Ann, default)).Use;
        Assert.Equal((_time.GetUtcNow().AddDays(-2).ToUnixTimeSeconds(), true), (use.OverSince, use.Held));
        await ledger.Reset(Ann);
        Assert.Equal(SendingUse.None, (await ledger.Show(Ann, default)).Use);
        Assert.False((await ledger.Look(Ann, One("a"), default)).IsNew);
    }

    [Fact]
    public async Task Recipients_are_remembered_up_to_a_bound_and_the_oldest_go_first()
    {
        await using var given = await TestDirectory.Create();
        var ledger = new SqliteSendingLedger(given.Database, new() { MessagesPerDay = 0, RecipientsPerDay = 0, NewRecipientsPerDay = 0, RecipientsRemembered = 100 }, _time);
        for (var day = 0; day < 30; day++)
        {
            await ledger.Count(Ann, [.. Enumerable.Range(0, 20).Select(i => One($"u{day}-{i}")), One("friend")]);
            _time.Advance(TimeSpan.FromDays(1));
            Assert.InRange(await Remembered(given), 1, 100);
        }

        Assert.False((await ledger.Look(Ann, One("friend"), default)).IsNew);
        Assert.False((await ledger.Look(Ann, One("u29-3"), default)).IsNew);
        Assert.True((await ledger.Look(Ann, One("u3-3"), default)).IsNew);
    }

    [Fact]
    public async Task With_the_account_all_of_it_goes()
    {
        await using var given = await TestDirectory.Create();
        await given.Admin.AddDomain("here.test", 0, null, default);
        var account = (await given.Admin.AddAccount(new("ann", "here.test"), "secret", null, default)).Value!;
        var ledger = Ledger(given);
        await ledger.Count(account.Id, To("a", "b"));
        await given.Admin.RemoveAccount(account.Address, default);
        Assert.Equal(0, await Remembered(given));
        Assert.Equal(SendingUse.None, (await ledger.Show(account.Id, default)).Use);
    }

    private SqliteSendingLedger Ledger(TestDirectory given) => new(given.Database, _settings, _time);

    private static MailAddress One(string local) => new(local, "remote.test");

    private static List<MailAddress> To(params string[] locals) => [.. locals.Select(One)];

    private static Task<long> Remembered(TestDirectory given) => given.Database.Readers.Read(session =>
    {
        using var rows = session.Use("SELECT count(*) FROM sending_recipients");
        rows.Step();
        return rows.Long(0);
    });
}
