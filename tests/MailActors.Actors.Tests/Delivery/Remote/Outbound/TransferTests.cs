using System.Text;
using MailActors.Actors.Delivery.Remote;
using MailActors.Domain.Queue;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Outbound;

/// <summary>What a host's replies come to for each recipient.</summary>
public sealed class TransferTests : OutboundSpec
{
    [Fact]
    public async Task A_message_goes_as_it_is_and_the_host_is_named_in_the_answer()
    {
        var transfer = await Send();
        var answer = Assert.Single(transfer.Answers);
        Assert.Equal((Verdict.Accepted, "mx.sink.test", "250 2.0.0 Taken as 1", false), (answer.Verdict, answer.Relay!.Host, answer.Relay.Reply, answer.Relay.TellsSender));
        Assert.False(transfer.TroublesDestination);
        Assert.Equal(Body.Replace("\r\n.dot", "\r\n..dot"), Encoding.UTF8.GetString(Assert.Single(Sink.Messages)));
        Assert.Equal(["EHLO here.test", $"MAIL FROM:<ann@here.test> SIZE={Body.Length}", "RCPT TO:<bob@sink.test>", "DATA", "QUIT"], Sink.Commands);
    }

    [Fact]
    public async Task Replies_may_come_one_octet_at_a_time()
    {
        Sink.OneByOne = true;
        Assert.Equal(Verdict.Accepted, Assert.Single((await Send()).Answers).Verdict);
    }

    [Theory, Trait("acceptance", "RM-01")]
    [InlineData("MAIL", "451 4.3.2 Later", Verdict.Later, "4.3.2")]
    [InlineData("MAIL", "550 5.7.1 No", Verdict.Never, "5.7.1")]
    [InlineData("RCPT", "450 4.2.1 Later", Verdict.Later, "4.2.1")]
    [InlineData("RCPT", "550 5.1.1 Nobody", Verdict.Never, "5.1.1")]
    [InlineData("DATA", "451 4.3.0 Later", Verdict.Later, "4.3.0")]
    [InlineData("DATA", "554 5.6.0 No", Verdict.Never, "5.6.0")]
    [InlineData("DOT", "452 4.3.1 Full", Verdict.Later, "4.3.1")]
    [InlineData("DOT", "554 5.7.1 Spam", Verdict.Never, "5.7.1")]
    [InlineData("DOT", "554 4.7.1 A status of another class", Verdict.Never, "5.0.0")]
    public async Task A_refusal_is_for_good_or_for_now_as_its_code_says(string to, string reply, Verdict verdict, string status)
    {
        Sink.Reply(to, reply);
        var transfer = await Send();
        var answer = Assert.Single(transfer.Answers);
        Assert.Equal((verdict, status, reply, "mx.sink.test"), (answer.Verdict, answer.Reason!.Status, answer.Reason.Text, answer.Reason.Host));
        Assert.False(transfer.TroublesDestination);
    }

    [Fact, Trait("acceptance", "RM-01")]
    public async Task Of_ten_recipients_each_gets_its_own_answer()
    {
        Sink.On["RCPT"] = n => (n % 3) switch { 0 => "450 4.2.1 Later", 1 => "550 5.1.1 Nobody", _ => "" };
        var transfer = await Send(Mail([.. Enumerable.Range(1, 10).Select(i => $"u{i}@sink.test")]));
        Assert.Equal(
            Enumerable.Range(1, 10).Select(n => (n % 3) switch { 0 => Verdict.Later, 1 => Verdict.Never, _ => Verdict.Accepted }), transfer.Answers.Select(a => a.Verdict));
        Assert.Single(Sink.Messages);
    }

    [Theory, Trait("acceptance", "RM-01")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("DOT")]
    public async Task After_421_the_connection_is_left_and_the_destination_is_in_trouble(string at)
    {
        Sink.Reply(at, "421 4.3.2 Going down");
        await using var connection = await Connect();
        var transfer = await connection.Send(Mail(), [0], default);
        Assert.Equal((Verdict.Later, "4.3.2"), (transfer.Answers[0].Verdict, transfer.Answers[0].Reason!.Status));
        Assert.True(transfer.TroublesDestination);
        Assert.False(connection.IsUsable);
    }

    [Theory, Trait("acceptance", "RM-02")]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("DOT")]
    public async Task A_host_that_hangs_up_before_its_reply_has_not_taken_the_message(string at)
    {
        Sink.Reply(at, Sink.Cut);
        var transfer = await Send();
        Assert.Equal((Verdict.Later, "4.4.2"), (transfer.Answers[0].Verdict, transfer.Answers[0].Reason!.Status));
        Assert.True(transfer.TroublesDestination);
    }

    [Fact, Trait("acceptance", "RM-02")]
    public async Task A_host_that_hangs_up_behind_its_250_has()
    {
        Sink.Reply("QUIT", Sink.Cut);
        Assert.Equal(Verdict.Accepted, (await Send()).Answers[0].Verdict);
    }

    [Theory]
    [InlineData("MAIL")]
    [InlineData("RCPT")]
    [InlineData("DATA")]
    [InlineData("DOT")]
    public async Task A_host_that_says_nothing_is_left(string at)
    {
        var brief = TimeSpan.FromMilliseconds(200);
        Settings = Settings with { CommandTimeout = brief, DataTimeout = brief, DotTimeout = brief };
        Sink.Reply(at, Sink.Hang);
        var transfer = await Send();
        Assert.Equal((Verdict.Later, true), (transfer.Answers[0].Verdict, transfer.TroublesDestination));
        Assert.Contains("said nothing for too long", transfer.Answers[0].Reason!.Text);
    }

    [Theory, Trait("acceptance", "RM-05"), Trait("acceptance", "LP-08")]
    [InlineData("hello")]
    [InlineData("25 short")]
    [InlineData("250-a\r\n550 b")]
    [InlineData("250 a\0b")]
    [InlineData("350 what")]
    [InlineData("")]
    public async Task A_reply_that_is_none_puts_the_message_off(string reply)
    {
        Sink.Reply("DOT", reply.Length > 0 ? reply : "250 " + new string('x', 1_000_000));
        var transfer = await Send();
        var answer = transfer.Answers[0];
        Assert.Equal((Verdict.Later, "4.4.2", true), (answer.Verdict, answer.Reason!.Status, transfer.TroublesDestination));
        Assert.All(answer.Reason.Text, c => Assert.InRange(c, ' ', '~'));
        Assert.InRange(answer.Reason.Text.Length, 1, 700);
    }

    [Fact]
    public async Task A_connection_serves_message_after_message_up_to_its_limit()
    {
        Settings = Settings with { MaxMessages = 3 };
        await using var connection = await Connect();
        for (var i = 1; i <= 3; i++)
        {
            Assert.True(connection.IsUsable);
            Assert.Equal(Verdict.Accepted, (await connection.Send(Mail(), [0], default)).Answers[0].Verdict);
        }

        Assert.False(connection.IsUsable);
        Assert.Equal((1, 3), (Sink.Sessions, Sink.Messages.Count));
    }

    [Fact]
    public async Task After_a_refused_recipient_the_transaction_is_reset()
    {
        Sink.On["RCPT"] = n => n == 1 ? "550 5.1.1 Nobody" : "";
        Sink.Offers = [];
        await using var connection = await Connect();
        Assert.Equal(Verdict.Never, (await connection.Send(Mail(), [0], default)).Answers[0].Verdict);
        Assert.Equal(Verdict.Accepted, (await connection.Send(Mail(), [0], default)).Answers[0].Verdict);
        Assert.Equal(["EHLO", "MAIL", "RCPT", "RSET", "MAIL", "RCPT", "DATA"], Sink.Commands.Select(c => c.Split(' ')[0]));
    }

    [Theory]
    [InlineData(Sink.Cut)]
    [InlineData("421 4.4.2 Idle for too long")]
    public async Task A_session_that_ended_while_it_lay_idle_has_not_seen_the_message(string end)
    {
        Sink.On["MAIL"] = n => n == 2 ? end : "";
        await using var connection = await Connect();
        await connection.Send(Mail(), [0], default);
        var transfer = await connection.Send(Mail(), [0], default);
        Assert.Equal((Verdict.NotTried, false), (transfer.Answers[0].Verdict, transfer.TroublesDestination));
        Assert.False(connection.IsUsable);
    }

    [Fact]
    public async Task A_reply_too_many_is_not_taken_for_the_answer_to_the_next_message()
    {
        Sink.On["DOT"] = n => n == 1 ? "250 2.0.0 Taken\r\n250 2.0.0 Taken again" : "";
        await using var connection = await Connect();
        Assert.Equal(Verdict.Accepted, (await connection.Send(Mail(), [0], default)).Answers[0].Verdict);
        Assert.Equal(Verdict.NotTried, (await connection.Send(Mail(), [0], default)).Answers[0].Verdict);
        Assert.False(connection.IsUsable);
        Assert.Single(Sink.Said("MAIL"));
    }

    [Fact]
    public async Task What_is_larger_than_the_host_takes_is_not_sent()
    {
        Sink.Offers = ["SIZE 20"];
        var transfer = await Send();
        Assert.Equal((Verdict.Never, "5.3.4"), (transfer.Answers[0].Verdict, transfer.Answers[0].Reason!.Status));
        Assert.Empty(Sink.Said("MAIL"));
    }

    [Fact]
    public async Task Recipients_beyond_what_the_host_takes_are_left_for_another_transaction()
    {
        Sink.Offers = ["PIPELINING", "LIMITS RCPTMAX=2"];
        var transfer = await Send(Mail("a@sink.test", "b@sink.test", "c@sink.test"));
        Assert.Equal([Verdict.Accepted, Verdict.Accepted, Verdict.NotTried], transfer.Answers.Select(a => a.Verdict));
    }

    [Fact]
    public async Task Recipients_with_a_reverse_path_of_their_own_go_apart()
    {
        var mail = Mail("a@sink.test", "b@sink.test", "c@sink.test");
        mail = mail with { Recipients = [mail.Recipients[0], mail.Recipients[1] with { Sender = new("srs0=x", "here.test") }, mail.Recipients[2]] };
        await using var connection = await Connect();
        Assert.Equal([Verdict.Accepted, Verdict.NotTried, Verdict.Accepted], (await connection.Send(mail, [0, 1, 2], default)).Answers.Select(a => a.Verdict));
        Assert.Equal(Verdict.Accepted, (await connection.Send(mail, [1], default)).Answers[0].Verdict);
        Assert.Equal(["MAIL FROM:<ann@here.test>", "MAIL FROM:<srs0=x@here.test>"], Sink.Said("MAIL").Select(c => c.Split(' ', 3) is [var a, var b, ..] ? $"{a} {b}" : c));
    }

    /// <summary>One recipient does not learn from which address of ours another's copy came.</summary>
    [Fact]
    public async Task Recipients_that_are_forwarded_from_different_addresses_go_apart()
    {
        var mail = Mail("a@sink.test", "b@sink.test", "c@sink.test");
        mail = mail with { Recipients = [mail.Recipients[0] with { Via = new("one", "here.test") }, mail.Recipients[1] with { Via = new("two", "here.test") }, mail.Recipients[2] with { Via = new("one", "here.test") }] };
        await using var connection = await Connect();
        Assert.Equal([Verdict.Accepted, Verdict.NotTried, Verdict.Accepted], (await connection.Send(mail, [0, 1, 2], default)).Answers.Select(a => a.Verdict));
        Assert.Equal(Verdict.Accepted, (await connection.Send(mail, [1], default)).Answers[0].Verdict);
        Assert.Equal(
            ["Delivered-To: one@here.test", "Delivered-To: two@here.test"],
            Sink.Messages.Select(m => System.Text.Encoding.ASCII.GetString(m).Split("\r\n").Single(line => line.StartsWith("Delivered-To", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Wishes_about_notices_are_passed_on_where_the_host_knows_them()
    {
        var mail = Mail("a@sink.test") with { Return = DsnReturn.Headers, EnvelopeId = "QQ+2B1" };
        mail = mail with { Recipients = [mail.Recipients[0] with { Notify = DsnNotify.Success | DsnNotify.Failure, OriginalRecipient = "rfc822;x@y.test" }] };
        Sink.Offers = ["DSN"];
        Assert.True((await Send(mail)).Answers[0].Relay!.TellsSender);
        Assert.Contains("MAIL FROM:<ann@here.test> RET=HDRS ENVID=QQ+2B1", Sink.Commands);
        Assert.Contains("RCPT TO:<a@sink.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;x@y.test", Sink.Commands);

        Sink.Offers = [];
        await Send(mail);
        Assert.Contains("MAIL FROM:<ann@here.test>", Sink.Commands);
        Assert.Contains("RCPT TO:<a@sink.test>", Sink.Commands);
    }

    [Fact]
    public async Task An_address_beyond_ascii_goes_only_where_it_can_be_said()
    {
        Assert.Equal((Verdict.Never, "5.6.7"), await Answer());
        Sink.Offers = ["SMTPUTF8", "8BITMIME"];
        Assert.Equal((Verdict.Accepted, null), await Answer());
        Assert.EndsWith(" SMTPUTF8", Assert.Single(Sink.Said("MAIL")));

        async Task<(Verdict, string?)> Answer() => (await Send(Mail("jörg@sink.test"))).Answers[0] is var a ? (a.Verdict, a.Reason?.Status) : default;
    }

    [Fact]
    public async Task Lmtp_answers_for_each_recipient_behind_the_message()
    {
        Sink.Lmtp = true;
        Sink.On["DOT"] = n => n == 2 ? "552 5.2.2 Full" : "";
        Hop = new NextHop.Relay("mx.sink.test", Sink.Port, RelayProtocol.Lmtp, RelayTls.None, null);
        var transfer = await Send(Mail("a@sink.test", "b@sink.test", "c@sink.test"));
        Assert.Equal([Verdict.Accepted, Verdict.Never, Verdict.Accepted], transfer.Answers.Select(a => a.Verdict));
        Assert.Equal("LHLO here.test", Sink.Commands.First());
    }

    [Fact]
    public async Task Who_gives_up_is_heard_at_once()
    {
        Sink.Reply("DOT", Sink.Hang);
        await using var connection = await Connect();
        using var cancel = new CancellationTokenSource();
        var sending = connection.Send(Mail(), [0], cancel.Token).AsTask();
        while (Sink.Messages.IsEmpty) await Task.Delay(10);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => sending);
        Assert.False(connection.IsUsable);
        await connection.DisposeAsync();
        Assert.Empty(Sink.Said("QUIT"));
    }
}
