using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;
using MailActors.Storage.Sqlite;
using MailActors.Storage.TlsPolicies;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Storage.Tests.TlsPolicies;

/// <summary>When a policy is fetched, kept, used and forgotten (RFC 8461 §3.1, §3.3, §5.1).</summary>
public sealed class StsPoliciesTests : IAsyncLifetime
{
    private readonly TempFolder _folder = new();
    private readonly FakeTimeProvider _time = new(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));
    private readonly ScriptedHosts _hosts = new();
    private readonly OneRecord _dns = new();
    private readonly ListTally _tally = new();
    private SqliteDatabase _database = null!;
    private StsPolicies _policies = null!;

    public Task InitializeAsync()
    {
        _database = SqliteDatabase.Open(new SqliteSettings { Folder = _folder.Path }, StorageSchema.Parts, _time);
        _policies = new(_dns, _hosts, new SqliteStsPolicies(_database, _time), _tally, new(), _time);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await Stop();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_domain_without_a_record_has_no_policy_and_nobody_is_asked_for_it()
    {
        _dns.Record = null;
        Assert.Null((await Ask()).Kept);
        Assert.Equal(0, _hosts.Asked);
        _dns.Record = "v=STSv1; id=1;";
        Assert.NotNull((await Ask()).Kept);
        Assert.Equal(1, _hosts.Asked);
    }

    [Fact]
    public async Task A_policy_is_fetched_once_and_again_when_its_id_changes()
    {
        for (var i = 0; i < 3; i++) Assert.Equal("1", (await Ask()).Kept!.Id);
        Assert.Equal(1, _hosts.Asked);
        _dns.Record = "v=STSv1; id=2;";
        _hosts.Policy = _hosts.Policy with { Mode = StsMode.Testing };
        Assert.Equal(("2", StsMode.Testing), ((await Ask()).Kept!.Id, (await Ask()).Kept!.Policy.Mode));
        Assert.Equal(2, _hosts.Asked);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task What_is_kept_is_used_when_the_record_or_the_new_policy_can_not_be_had_until_it_ends()
    {
        await Ask();
        _hosts.Failure = TlsFailure.StsPolicyFetchError;
        foreach (var record in new[] { "v=STSv1; id=2;", null, "rubbish", OneRecord.Broken })
        {
            _dns.Record = record;
            Assert.Equal(StsMode.Enforce, (await Ask()).Kept?.Policy.Mode);
        }

        _time.Advance(TimeSpan.FromSeconds(_hosts.Policy.MaxAge));
        foreach (var record in new[] { "v=STSv1; id=2;", null, OneRecord.Broken })
        {
            _dns.Record = record;
            Assert.Null((await Ask()).Kept);
        }
    }

    [Fact]
    public async Task Whether_there_is_a_policy_can_not_be_told_when_its_record_or_host_fails()
    {
        _hosts.Failure = TlsFailure.StsPolicyFetchError;
        Assert.True((await Ask()).IsUncertain);
        _dns.Record = OneRecord.Broken;
        Assert.True((await Ask()).IsUncertain);
        _dns.Record = null;
        Assert.False((await Ask()).IsUncertain);
    }

    [Fact]
    public async Task A_fetch_that_failed_is_counted_and_not_repeated_for_a_while_unless_the_id_changes()
    {
        _hosts.Failure = TlsFailure.StsWebPkiInvalid;
        for (var i = 0; i < 3; i++) Assert.Null((await Ask()).Kept);
        Assert.Equal(1, _hosts.Asked);
        Assert.Equal([(new(TlsPolicyKind.Sts, "a.test"), "", TlsFailure.StsWebPkiInvalid)], _tally.Counted);

        _dns.Record = "v=STSv1; id=2;";
        await Ask();
        Assert.Equal(2, _hosts.Asked);
        _time.Advance(TimeSpan.FromMinutes(5));
        _hosts.Failure = null;
        Assert.NotNull((await Ask()).Kept);
        Assert.Equal(3, _hosts.Asked);
    }

    [Fact]
    public async Task All_who_ask_wait_for_one_fetch()
    {
        _hosts.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var asking = Enumerable.Range(0, 20).Select(_ => Ask()).ToList();
        using var impatient = new CancellationTokenSource();
        var left = _policies.For("a.test", impatient.Token).AsTask();
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        _hosts.Hold.SetResult();
        Assert.All(await Task.WhenAll(asking), found => Assert.NotNull(found.Kept));
        Assert.Equal(1, _hosts.Asked);
    }

    [Fact]
    public async Task A_policy_in_use_is_fetched_anew_in_time_and_nobody_waits_for_it()
    {
        await Ask();
        _time.Advance(TimeSpan.FromHours(23));
        await Ask();
        Assert.Equal(1, _hosts.Asked);
        _time.Advance(TimeSpan.FromHours(1));
        _hosts.Hold = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var before = (await Ask()).Kept!;
        _hosts.Hold.SetResult();
        KeptStsPolicy? after;
        while ((after = (await Ask()).Kept)!.FetchedAt == before.FetchedAt) await Task.Yield();
        Assert.Equal((before.Id, before.Until + 86400), (after.Id, after.Until));
        Assert.Equal(2, _hosts.Asked);
    }

    [Fact]
    public async Task A_policy_of_none_takes_the_place_of_the_one_before()
    {
        await Ask();
        _dns.Record = "v=STSv1; id=2;";
        _hosts.Policy = new(StsMode.None, 86400, []);
        await Ask();
        _dns.Record = null;
        Assert.Equal(StsMode.None, (await Ask()).Kept!.Policy.Mode);
    }

    [Fact]
    public async Task What_is_kept_outlives_the_node()
    {
        var before = (await Ask()).Kept!;
        await Stop();
        await InitializeAsync();
        _hosts.Failure = TlsFailure.StsPolicyFetchError;
        _dns.Record = OneRecord.Broken;
        var after = (await Ask()).Kept!;
        Assert.Equal((before.Id, before.FetchedAt, before.Until), (after.Id, after.FetchedAt, after.Until));
        Assert.True(after.Policy.Mode == StsMode.Enforce && after.Policy.Hosts.SequenceEqual(["mx.a.test", "*.b.test"]));
    }

    [Fact]
    public async Task What_has_ended_goes_when_another_comes()
    {
        await Ask();
        _time.Advance(TimeSpan.FromSeconds(_hosts.Policy.MaxAge));
        await Ask("b.test");
        Assert.Equal(["b.test"], (await new SqliteStsPolicies(_database, _time).List(10, default)).Select(one => one.Domain));
    }

    private Task<StsFinding> Ask(string domain = "a.test") => _policies.For(domain, default).AsTask();

    private async Task Stop()
    {
        await _policies.DisposeAsync();
        await _database.DisposeAsync();
    }

    private sealed class ScriptedHosts : IStsPolicyHosts
    {
        private int _asked;

        public int Asked => _asked;

        public StsPolicy Policy { get; set; } = new(StsMode.Enforce, 7 * 86400, ["mx.a.test", "*.b.test"]);

        public TlsFailure? Failure { get; set; }

        public TaskCompletionSource? Hold { get; set; }

        public async ValueTask<StsFetch> Fetch(string domain, CancellationToken cancel)
        {
            Interlocked.Increment(ref _asked);
            if (Hold is { } hold) await hold.Task;
            return Failure is { } failure ? new StsFetch.Failed(failure, "as the test says") : new StsFetch.Fetched(Policy);
        }
    }

    private sealed class ListTally : ITlsTally
    {
        public List<(TlsPolicyUsed Policy, string Host, TlsFailure? Failure)> Counted { get; } = [];

        public void Count(TlsPolicyUsed policy, string mxHost, TlsFailure? failure) => Counted.Add((policy, mxHost, failure));
    }
}
