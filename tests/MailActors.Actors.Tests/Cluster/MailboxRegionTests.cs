using Akka.Actor;
using Akka.Hosting;
using MailActors.Actors.Cluster;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Tests.Mailboxes;
using MailActors.Domain;
using MailActors.Domain.Mailboxes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Xunit;
using static MailActors.Domain.Mailboxes.MailboxCommands;
using static MailActors.Domain.Mailboxes.MailboxReplies;

namespace MailActors.Actors.Tests.Cluster;

/// <summary>One node that joins itself, with real sharding.</summary>
public sealed class MailboxRegionTests : IAsyncLifetime
{
    private const string Plugins = """
        akka.persistence.journal.mailbox.class = "MailActors.Actors.Tests.Mailboxes.TestJournal, MailActors.Actors.Tests"
        akka.persistence.snapshot-store.mailbox.class = "MailActors.Actors.Tests.Mailboxes.TestSnapshots, MailActors.Actors.Tests"
        """;

    private readonly TaskCompletionSource<IMailboxes> _mailboxes = new();
    private readonly FakeChunkStore _chunks = new();
    private IHost _host = null!;

    private TestJournal.Switches Journal => TestJournal.Of(_host.Services.GetRequiredService<ActorSystem>());

    public async Task InitializeAsync()
    {
        var settings = new MailboxSettings { AskTry = TimeSpan.FromSeconds(1), AskDeadline = TimeSpan.FromSeconds(60) };
        _host = new HostBuilder().ConfigureServices(services => services.AddAkka("mail", builder => builder
            .AddHocon(Plugins, HoconAddMode.Prepend)
            .WithMailCluster(new ClusterSettings())
            .WithMailboxes(
                settings, _chunks, TimeProvider.System, "akka.persistence.journal.mailbox", "akka.persistence.snapshot-store.mailbox",
                _mailboxes.SetResult))).Build();
        await _host.StartAsync();
    }

    public async Task DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    [Fact]
    public async Task Commands_and_queries_find_their_mailbox()
    {
        var mailboxes = await _mailboxes.Task;
        for (var account = 1; account <= 20; account++)
        {
            Assert.IsType<Done>(await mailboxes.Ask(new OpenMailbox(new(account), CommandId.New(), 0, 0)));
            var view = Assert.IsType<MailboxView>(await mailboxes.Ask(new MailboxQueries.ViewMailbox(new(account))));
            Assert.Equal(["Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"], view.Folders.Select(f => f.Name).Order(StringComparer.Ordinal));
        }

        Assert.Contains("mailbox-20", Journal.Rows.Keys);
    }

    [Fact]
    public async Task A_command_whose_write_failed_is_asked_again_and_done_once()
    {
        var mailboxes = await _mailboxes.Task;
        var account = new AccountId(1);
        await mailboxes.Ask(new OpenMailbox(account, CommandId.New(), 0, 0));
        Journal.FailAfterWrite = new InvalidOperationException("The answer to COMMIT was lost.");
        var asked = mailboxes.Ask(new CreateFolder(account, CommandId.New(), "Work", SpecialUse.None));
        while (Journal.Events < 2) await Task.Yield();
        Journal.FailAfterWrite = null;
        Assert.Equal("Work", Assert.IsType<FolderCreated>(await asked).Folder.Name);
        Assert.Equal(2, Journal.Events);
    }

    [Fact]
    public async Task A_mailbox_that_can_not_write_is_unavailable_and_no_exception()
    {
        var mailboxes = await _mailboxes.Task;
        Journal.Reject = new InvalidOperationException("no");
        var reply = await mailboxes.Ask(new OpenMailbox(new(1), CommandId.New(), 0, 0));
        Assert.Equal(MailboxRejection.Unavailable, Assert.IsType<Rejected>(reply).Reason);
        using var cancel = new CancellationTokenSource();
        cancel.Cancel();
        reply = await mailboxes.Ask(new MailboxQueries.ViewMailbox(new(1)), cancel: cancel.Token);
        Assert.Equal(MailboxRejection.Unavailable, Assert.IsType<Rejected>(reply).Reason);
    }

    [Fact]
    public void Every_account_has_a_shard_and_neighbours_are_spread()
    {
        var extractor = new AccountExtractor(100);
        Assert.NotNull(extractor.ShardId("-9223372036854775808"));
        var shards = Enumerable.Range(1, 1000).Select(a => extractor.ShardId(new MailboxQueries.ViewMailbox(new(a)))).GroupBy(s => s).ToArray();
        Assert.True(shards.Length > 95);
        Assert.True(shards.Max(s => s.Count()) < 30);
        Assert.Null(extractor.EntityId("no message for a mailbox"));
    }
}
