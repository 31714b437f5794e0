using System.Buffers;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp.Client;
using Xunit;
using static MailActors.Protocol.Tests.Smtp.Client.ClientWords;

namespace MailActors.Protocol.Tests.Smtp.Client;

public class MailTransactionTests
{
    private readonly ArrayBufferWriter<byte> _out = new();

    [Fact]
    public void With_pipelining_all_commands_go_at_once_and_the_message_after_their_replies()
    {
        var transaction = Transaction(Plan(2, pipelining: true));

        Assert.Equal(TransactionStep.Read, transaction.Next());
        Assert.Equal(["MAIL FROM:<ann@here.example>", "RCPT TO:<user0@there.example>", "RCPT TO:<user1@there.example>", "DATA"], _out.Take());
        foreach (var reply in new[] { "250 ok", "250 ok", "550 5.1.1 no" }) Hear(transaction, reply);
        Hear(transaction, "354 go", TransactionStep.SendContent);
        transaction.ContentSent();
        Assert.Equal(TransactionStep.Read, transaction.Next());
        Assert.Equal(DialogueStage.Dot, transaction.Stage);
        Hear(transaction, "250 2.0.0 taken", TransactionStep.Done);

        Assert.Equal([RemoteVerdict.Accepted, RemoteVerdict.Never], Verdicts(transaction));
        Assert.False(transaction.NeedsReset);
        Assert.False(transaction.IsBroken);
    }

    [Fact]
    public void Without_pipelining_each_command_waits_for_the_reply_to_the_one_before()
    {
        var transaction = Transaction(Plan(2));
        var said = new List<string>();
        foreach (var reply in new[] { "250 ok", "250 ok", "250 ok" })
        {
            Assert.Equal(TransactionStep.Read, transaction.Next());
            said.Add(Assert.Single(_out.Take()));
            transaction.Heard(Reply(reply));
        }

        Assert.Equal(TransactionStep.Read, transaction.Next());
        Assert.Equal(["DATA"], _out.Take());
        Assert.Equal("RCPT TO:<user1@there.example>", said[^1]);
    }

    [Fact]
    public void Without_pipelining_a_refused_sender_ends_it_at_once()
    {
        var transaction = Transaction(Plan(2));
        transaction.Next();
        Hear(transaction, "550 5.7.1 no", TransactionStep.Done);

        Assert.Equal(["MAIL FROM:<ann@here.example>"], _out.Take());
        Assert.All(transaction.Answers, a => Assert.Equal((RemoteVerdict.Never, "550 5.7.1 no"), (a.Verdict, a.Reply!.Text)));
        Assert.False(transaction.NeedsReset);
    }

    [Fact]
    public void Without_a_recipient_there_is_no_DATA_and_the_next_message_begins_with_RSET()
    {
        var transaction = Transaction(Plan(1));
        transaction.Next();
        Hear(transaction, "250 ok", TransactionStep.Read);
        Hear(transaction, "450 4.2.1 later", TransactionStep.Done);

        Assert.DoesNotContain("DATA", _out.Take());
        Assert.True(transaction.NeedsReset);
        var next = Transaction(Plan(1, pipelining: true) with { Reset = true });
        next.Next();
        Assert.Equal("RSET", _out.Take()[0]);
    }

    [Fact]
    public void A_DATA_that_was_taken_without_recipients_ends_with_an_empty_message()
    {
        var transaction = Transaction(Plan(1, pipelining: true));
        transaction.Next();
        _out.Take();
        Hear(transaction, "250 ok");
        Hear(transaction, "550 no");
        Hear(transaction, "354 go");
        Assert.Equal(["."], _out.Take());
        Hear(transaction, "554 no recipients", TransactionStep.Done);

        Assert.Equal("550 no", Assert.Single(transaction.Answers).Reply!.Text);
    }

    [Fact]
    public void By_chunks_the_message_waits_for_a_recipient_and_there_is_no_DATA()
    {
        var transaction = Transaction(Plan(2, pipelining: true) with { Chunked = true });
        transaction.Next();
        Assert.Equal(3, _out.Take().Length);
        Hear(transaction, "250 ok");
        Hear(transaction, "250 ok");
        Hear(transaction, "550 no", TransactionStep.SendContent);
        transaction.ContentSent();
        Hear(transaction, "552 5.3.4 too much", TransactionStep.Done);

        Assert.Equal([RemoteVerdict.Never, RemoteVerdict.Never], Verdicts(transaction));
        Assert.True(transaction.NeedsReset);

        var refused = Transaction(Plan(1, pipelining: true) with { Chunked = true });
        refused.Next();
        Hear(refused, "250 ok");
        Hear(refused, "550 no", TransactionStep.Done);
    }

    [Fact]
    public void LMTP_answers_for_each_recipient_it_took()
    {
        var transaction = Transaction(Plan(3, pipelining: true) with { Lmtp = true });
        transaction.Next();
        foreach (var reply in new[] { "250 ok", "250 ok", "550 no", "250 ok" }) Hear(transaction, reply);
        Hear(transaction, "354 go", TransactionStep.SendContent);
        transaction.ContentSent();
        Hear(transaction, "250 2.0.0 first");
        Hear(transaction, "452 4.2.2 third is full", TransactionStep.Done);

        Assert.Equal([RemoteVerdict.Accepted, RemoteVerdict.Never, RemoteVerdict.Later], Verdicts(transaction));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_421_amid_the_replies_of_LMTP_is_for_one_recipient_and_the_others_are_heard_if_they_come(bool theyCome)
    {
        var transaction = Transaction(Plan(3, pipelining: true) with { Lmtp = true });
        transaction.Next();
        foreach (var reply in new[] { "250 ok", "250 ok", "250 ok", "250 ok" }) Hear(transaction, reply);
        Hear(transaction, "354 go", TransactionStep.SendContent);
        transaction.ContentSent();
        Hear(transaction, "250 2.0.0 first");
        Hear(transaction, "421 4.3.2 going down", TransactionStep.Read);
        if (theyCome) Hear(transaction, "250 2.0.0 third", TransactionStep.Done);
        else transaction.Cut();

        Assert.Equal([RemoteVerdict.Accepted, RemoteVerdict.Later, theyCome ? RemoteVerdict.Accepted : RemoteVerdict.Later], Verdicts(transaction));
        Assert.True(transaction.IsBroken);
    }

    [Theory]
    [InlineData("452 4.5.3 too many", RemoteVerdict.NotTried)]
    [InlineData("452 too many", RemoteVerdict.NotTried)]
    [InlineData("552 too many", RemoteVerdict.NotTried)]
    [InlineData("552 5.2.2 mailbox full", RemoteVerdict.Never)]
    [InlineData("452 4.2.2 mailbox full", RemoteVerdict.Later)]
    public void Too_many_recipients_is_told_from_a_full_mailbox(string reply, RemoteVerdict verdict)
    {
        var transaction = Transaction(Plan(2));
        transaction.Next();
        Hear(transaction, "250 ok");
        Hear(transaction, "250 ok");
        Hear(transaction, reply);
        Assert.Equal(verdict, transaction.Answers[1].Verdict);
    }

    [Fact]
    public void A_first_recipient_is_never_too_many()
    {
        var transaction = Transaction(Plan(1));
        transaction.Next();
        Hear(transaction, "250 ok");
        Hear(transaction, "452 4.5.3 too many", TransactionStep.Done);
        Assert.Equal(RemoteVerdict.Later, transaction.Answers[0].Verdict);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_421_or_a_cut_anywhere_puts_off_whom_nothing_was_said_of(int heard)
    {
        foreach (var closing in new[] { "421 4.3.2 going down", null })
        {
            var transaction = Transaction(Plan(2));
            string[] replies = ["250 ok", "550 5.1.1 no", "250 ok", "354 go", "250 ok"];
            transaction.Next();
            for (var i = 0; i < heard; i++)
            {
                transaction.Heard(Reply(replies[i]));
                if (transaction.Next() == TransactionStep.SendContent) transaction.ContentSent();
                transaction.Next();
            }

            if (closing is null) transaction.Cut();
            else transaction.Heard(Reply(closing));

            Assert.Equal(TransactionStep.Done, transaction.Next());
            Assert.True(transaction.IsBroken);
            Assert.Equal(heard > 0, transaction.WasHeard);
            Assert.Equal([heard > 1 ? RemoteVerdict.Never : RemoteVerdict.Later, RemoteVerdict.Later], Verdicts(transaction));
        }
    }

    [Theory]
    [InlineData("354 what", 0)]
    [InlineData("354 what", 1)]
    [InlineData("250 ok", 2)]
    [InlineData("354 what", 3)]
    public void A_reply_out_of_place_breaks_the_session(string odd, int after)
    {
        var transaction = Transaction(Plan(1));
        string[] replies = ["250 ok", "250 ok", "354 go"];
        transaction.Next();
        for (var i = 0; i < after; i++)
        {
            transaction.Heard(Reply(replies[i]));
            if (transaction.Next() == TransactionStep.SendContent) transaction.ContentSent();
            transaction.Next();
        }

        transaction.Heard(Reply(odd));
        Assert.True(transaction.IsBroken);
        Assert.Equal(RemoteVerdict.Later, transaction.Answers[0].Verdict);
    }

    [Fact]
    public void A_refused_RSET_says_nothing_about_the_message()
    {
        var transaction = Transaction(Plan(1) with { Reset = true });
        transaction.Next();
        transaction.Heard(Reply("554 no"));
        Assert.Equal([RemoteVerdict.Later], Verdicts(transaction));
        Assert.False(transaction.WasHeard);
    }

    [Fact]
    public void Not_more_commands_are_under_way_than_a_window_takes()
    {
        var transaction = Transaction(Plan(1000, pipelining: true));
        var said = 0;
        var heard = 0;
        while (transaction.Next() == TransactionStep.Read)
        {
            said += _out.Take().Length;
            Assert.InRange(said - heard, 1, 64);
            transaction.Heard(Reply(said == heard + 1 && transaction.Stage == DialogueStage.Data ? "354 go" : "250 ok"));
            heard++;
        }

        Assert.Equal(1002, said);
    }

    private MailTransaction Transaction(TransactionPlan plan) => new(plan, _out);

    private static TransactionPlan Plan(int recipients, bool pipelining = false) => new(
        new(new MailAddress("ann", "here.example")),
        [.. Enumerable.Range(0, recipients).Select(i => new RcptParameters(new MailAddress($"user{i}", "there.example")))], pipelining);

    private static void Hear(MailTransaction transaction, string reply, TransactionStep then = TransactionStep.Read)
    {
        if (transaction.Next() == TransactionStep.Read) transaction.Heard(Reply(reply));
        Assert.Equal(then, transaction.Next());
    }

    private static RemoteVerdict[] Verdicts(MailTransaction transaction) => [.. transaction.Answers.Select(a => a.Verdict)];
}
