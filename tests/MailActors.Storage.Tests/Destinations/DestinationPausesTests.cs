using MailActors.Domain.Destinations;
using MailActors.Storage.Destinations;
using MailActors.Storage.Tests.Accounts;

namespace MailActors.Storage.Tests.Destinations;

public sealed class DestinationPausesTests
{
    [Fact]
    public async Task A_pause_survives_a_restart_with_its_reason()
    {
        await using var given = await TestDirectory.Create();
        var pauses = await SqliteDestinationPauses.Load(given.Database);
        await pauses.Pause(new("slow.example", "They asked us to", 5), default);
        await pauses.Pause(new("[relay.example]:25", "", 6), default);

        await given.Reopen();
        pauses = await SqliteDestinationPauses.Load(given.Database);

        Assert.Equal([new("[relay.example]:25", "", 6), new("slow.example", "They asked us to", 5)], pauses.List());
        Assert.True(pauses.IsPaused("SLOW.example"));
        Assert.False(pauses.IsPaused("quick.example"));
    }

    [Fact]
    public async Task A_second_pause_replaces_the_reason_of_the_first()
    {
        await using var given = await TestDirectory.Create();
        var pauses = await SqliteDestinationPauses.Load(given.Database);
        await pauses.Pause(new("slow.example", "first", 5), default);
        await pauses.Pause(new("slow.example", "second", 6), default);

        await given.Reopen();

        Assert.Equal([new("slow.example", "second", 6)], (await SqliteDestinationPauses.Load(given.Database)).List());
    }

    [Fact]
    public async Task What_is_resumed_stays_so_after_a_restart_and_what_was_not_paused_is_told()
    {
        await using var given = await TestDirectory.Create();
        var pauses = await SqliteDestinationPauses.Load(given.Database);
        await pauses.Pause(new DestinationPause("slow.example", "", 5), default);

        Assert.True(await pauses.Resume("slow.example", default));
        Assert.False(await pauses.Resume("slow.example", default));
        Assert.False(pauses.IsPaused("slow.example"));

        await given.Reopen();
        Assert.Empty((await SqliteDestinationPauses.Load(given.Database)).List());
    }
}
