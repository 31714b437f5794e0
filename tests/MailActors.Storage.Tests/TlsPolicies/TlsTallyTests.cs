using MailActors.Domain.Routing;
using MailActors.Storage.Sqlite;
using MailActors.Storage.TlsPolicies;
using Microsoft.Extensions.Time.Testing;

namespace MailActors.Storage.Tests.TlsPolicies;

public sealed class TlsTallyTests : IDisposable
{
    private static readonly TlsPolicyUsed Sts = new(TlsPolicyKind.Sts, "a.test");
    private readonly string _folder = Directory.CreateTempSubdirectory("mailactors-tally").FullName;
    private readonly FakeTimeProvider _time = new(new(2026, 12, 1, 12, 0, 0, TimeSpan.Zero));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Sessions_are_added_up_by_day_policy_host_and_failure_and_outlive_the_node()
    {
        await using (var database = Open())
        await using (var tally = new SqliteTlsTally(database, _time))
        {
            tally.Count(Sts, "mx.a.test", null);
            tally.Count(Sts, "mx.a.test", null);
            await tally.Save();
            tally.Count(Sts, "mx.a.test", null);
            tally.Count(Sts, "mx.a.test", TlsFailure.CertificateExpired);
        }

        await using (var database = Open())
        await using (var tally = new SqliteTlsTally(database, _time))
        {
            Assert.Equal(
                [new(TlsPolicyKind.Sts, "a.test", "mx.a.test", "", 3), new TlsSessions(TlsPolicyKind.Sts, "a.test", "mx.a.test", "certificate-expired", 1)],
                await tally.Of(new(2026, 12, 1), default));
            Assert.Empty(await tally.Of(new(2026, 12, 2), default));
        }
    }

    [Fact]
    public async Task Old_days_go()
    {
        await using var database = Open();
        await using var tally = new SqliteTlsTally(database, _time);
        tally.Count(Sts, "mx.a.test", null);
        await tally.Save();
        _time.Advance(TimeSpan.FromDays(SqliteTlsTally.Days));
        tally.Count(Sts, "mx.a.test", null);
        await tally.Save();
        Assert.Single(await tally.Of(new(2026, 12, 1), default));
        _time.Advance(TimeSpan.FromDays(1));
        tally.Count(Sts, "mx.a.test", null);
        await tally.Save();
        Assert.Empty(await tally.Of(new(2026, 12, 1), default));
    }

    private SqliteDatabase Open() => SqliteDatabase.Open(new SqliteSettings { Folder = _folder }, [TlsTallySchema.Part], _time);
}
