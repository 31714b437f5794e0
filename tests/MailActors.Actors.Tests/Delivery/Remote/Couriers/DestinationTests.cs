using Akka.Actor;
using MailActors.Actors.Delivery.Remote;
using MailActors.Actors.Delivery.Remote.Sources;
using MailActors.Domain.Destinations;
using MailActors.Domain.Queue;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Couriers;

public sealed class DestinationTests : CourierSpec
{
    private static readonly string[] Pool = ["127.0.0.2", "127.0.0.3", "127.0.0.4"];

    [Fact, Trait("acceptance", "RM-03")]
    public void Two_hundred_tarpits_do_not_hold_up_a_hundred_good_destinations()
    {
        World.OnConnect = async domain =>
        {
            if (domain.StartsWith("tarpit", StringComparison.Ordinal)) await Task.Delay(Timeout.Infinite);
            return null;
        };
        var courier = Start();
        for (var i = 0; i < 200; i++)
            for (var n = 0; n < 5; n++) courier.Tell(Mail($"tarpit{i}.example"));
        var good = Enumerable.Range(0, 100).Select(i => Mail($"good{i}.example")).ToList();
        good.ForEach(m => courier.Tell(m));
        var settled = good.Select(_ => Queue.ExpectMsg<RemoteDelivery.Finished>(Patience).Message).ToHashSet();
        Assert.Equal(good.Select(m => m.Envelope.Id).ToHashSet(), settled);
        Assert.InRange(World.Connections.Count, 100 + 200, 100 + Settings.MaxConnections);
    }

    [Fact, Trait("acceptance", "RM-06")]
    public void A_dead_destination_is_probed_once_and_the_others_of_its_mail_are_put_off_untried()
    {
        World.OnConnect = domain => Task.FromResult<OutboundResult?>(domain == "dead.example" ? new OutboundResult.Later(FakeOutbound.Unreachable) : null);
        var courier = Start();
        for (var i = 0; i < 50; i++) courier.Tell(Mail("dead.example"));
        var outcomes = Enumerable.Range(0, 50).SelectMany(_ => Queue.ExpectMsg<RemoteDelivery.Finished>(Patience).Outcomes).Cast<Outcome.Deferred>().ToList();
        Assert.InRange(outcomes.Count(o => o.Tried), 5, 10);
        Assert.All(outcomes.Where(o => !o.Tried), o => Assert.InRange(o.RetryAt - Seconds, 48, 120));

        // Another message meanwhile is put off without a connection; a living neighbour is served.
        var tried = World.Connections.Count;
        var (meanwhile, neighbour) = (Mail("dead.example"), Mail("good.example"));
        courier.Tell(meanwhile);
        Assert.False(Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(meanwhile))).Tried);
        courier.Tell(neighbour);
        Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(neighbour)));
        Assert.Equal(tried + 1, World.Connections.Count);

        // When its time has come, one of many is the probe.
        var answer = new TaskCompletionSource<OutboundResult?>();
        World.OnConnect = _ => answer.Task;
        Time.Advance(TimeSpan.FromSeconds(75));
        var many = Enumerable.Range(0, 30).Select(_ => Mail("dead.example")).ToList();
        many.ForEach(m => courier.Tell(m));
        AwaitCondition(() => World.Connections.Count == tried + 2);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        Assert.Equal(tried + 2, World.Connections.Count);
        answer.SetResult(null);
        for (var i = 0; i < 30; i++) Assert.IsType<Outcome.Delivered>(Assert.Single(Queue.ExpectMsg<RemoteDelivery.Finished>(Patience).Outcomes));
    }

    /// <summary>What is under way at a time, round after round of answers: five at first, then one more for each round, up to twenty.</summary>
    [Fact, Trait("acceptance", "RM-06")]
    public void A_destination_that_lives_again_is_not_run_over_by_all_that_waited_for_it()
    {
        const int Waiting = 600;
        var (underWay, most, dead) = (0, 0, true);
        var answers = new System.Collections.Concurrent.ConcurrentQueue<TaskCompletionSource>();
        World.OnConnect = domain => Task.FromResult<OutboundResult?>(dead && domain == "dead.example" ? new OutboundResult.Later(FakeOutbound.Unreachable) : null);
        World.OnSend = (domain, _, _) =>
        {
            if (domain != "dead.example") return Task.CompletedTask;
            var answer = new TaskCompletionSource();
            Interlocked.Increment(ref underWay);
            answers.Enqueue(answer);
            return answer.Task;
        };
        var courier = Start();
        for (var i = 0; i < 20; i++) courier.Tell(Mail("dead.example"));
        for (var i = 0; i < 20; i++) Assert.IsType<Outcome.Deferred>(Assert.Single(Queue.ExpectMsg<RemoteDelivery.Finished>(Patience).Outcomes));

        dead = false;
        Time.Advance(TimeSpan.FromSeconds(75));
        for (var i = 0; i < Waiting; i++) courier.Tell(Mail("dead.example"));
        AwaitCondition(() => underWay == 1);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(300));
        Assert.Equal(1, underWay);

        var rounds = new List<int>();
        for (var done = 0; done < Waiting;)
        {
            // Until no more comes: the destination hears every tenth of a second what could be used.
            for (var before = -1; before != underWay;)
            {
                before = underWay;
                Thread.Sleep(400);
            }

            rounds.Add(underWay);
            var neighbour = Mail("good.example");
            courier.Tell(neighbour);
            Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(neighbour)));
            for (var left = underWay; left > 0; left--)
            {
                Interlocked.Decrement(ref underWay);
                Assert.True(answers.TryDequeue(out var answer));
                answer.SetResult();
                Assert.IsType<Outcome.Delivered>(Assert.Single(Queue.ExpectMsg<RemoteDelivery.Finished>(Patience).Outcomes));
                done++;
            }

            most = Math.Max(most, rounds[^1]);
        }

        Assert.Equal((1, 20), (rounds[0], most));
        Assert.InRange(rounds[1], 2, 6);
        // No round is much larger than the one before it.
        Assert.All(rounds.Zip(rounds.Skip(1)), pair => Assert.InRange(pair.Second, 0, pair.First + 6));
        Assert.InRange(rounds.TakeWhile(r => r < 20).Count(), 5, 40);
    }

    [Fact]
    public async Task A_paused_destination_gets_nothing_until_it_is_resumed()
    {
        await Pauses.Pause(new("a.example", "They asked.", 0), default);
        var courier = Start();
        var mail = Mail("a.example");
        courier.Tell(mail);
        Assert.False(Assert.IsType<Outcome.Deferred>(Assert.Single(ExpectFinished(mail))).Tried);
        Assert.Empty(World.Connections);
        await Pauses.Resume("a.example", default);
        Region.Tell(new DestinationCommands.Recheck("a.example"), TestActor);
        Assert.Equal(DestinationStanding.Open, ExpectMsg<DestinationReplies.DestinationShown>().Standing);
        var next = Mail("a.example");
        courier.Tell(next);
        Assert.IsType<Outcome.Delivered>(Assert.Single(ExpectFinished(next)));
    }

    [Fact]
    public void A_rate_holds_back_what_is_beyond_it()
    {
        Rules = [new() { For = "slow.example", MessagesPerMinute = 60 }];
        var courier = Start();
        var mails = Enumerable.Range(0, 3).Select(_ => Mail("slow.example")).ToList();
        mails.ForEach(m => courier.Tell(m));
        ExpectFinished(mails[0]);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(400));
        Time.Advance(TimeSpan.FromSeconds(1.1));
        ExpectFinished(mails[1]);
        Queue.ExpectNoMsg(TimeSpan.FromMilliseconds(400));
        Time.Advance(TimeSpan.FromSeconds(1.1));
        ExpectFinished(mails[2]);
    }

    [Fact, Trait("acceptance", "RM-04")]
    public void A_sender_keeps_its_source_address_and_one_being_warmed_up_stops_at_its_limit()
    {
        Sources = new(
            [new() { For = "here.example", Addresses = Pool }],
            [.. Pool.Select(a => new WarmUp { Address = a, Since = new(2023, 11, 14), FirstDay = 2 })]);
        Settings = Settings with { KeepConnection = TimeSpan.Zero };
        var courier = Start();
        for (var i = 0; i < 7; i++)
        {
            var mail = Mail("a.example");
            courier.Tell(mail);
            var outcome = Assert.Single(ExpectFinished(mail));
            if (i < 6) Assert.IsType<Outcome.Delivered>(outcome);
            else Assert.False(Assert.IsType<Outcome.Deferred>(outcome).Tried);
        }

        var sources = World.Connections.Select(c => c.Source).ToList();
        Assert.Equal(6, sources.Count);
        Assert.All(sources.GroupBy(s => s), g => Assert.Equal(2, g.Count()));
        Assert.Equal(sources[0], sources[1]);
    }
}
