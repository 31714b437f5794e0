using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using Xunit;
using static MailActors.Domain.Tests.Queue.QueueScene;

namespace MailActors.Domain.Tests.Queue;

public sealed class QueueEntriesTests
{
    private static readonly MailAddress Ann = new("änn \"a\"", "a.example");
    private static readonly Reason Full = new("4.2.2", new string('x', 5000) + "ü\U0001F600", "mx.b.example");

    private static readonly Envelope Everything = new(
        Id(7), Ann, BlobId.From([.. Enumerable.Range(0, BlobId.Length).Select(n => (byte)n)]), 1L << 40, 70, BodyKind.BinaryMime, true, DsnReturn.Headers, "env", new AccountId(9), 1_700_000_000,
        [
            new(0, Ann, Ann, new AccountId(long.MaxValue), "a/ü", BlobId.From(new byte[BlobId.Length]), 120, DsnNotify.Success | DsnNotify.Delay, "rfc822;ann@a.example"),
            new(5, Ann, new("bob", "b.example"), null, "", BlobId.From([.. Enumerable.Range(0, BlobId.Length).Select(n => (byte)n)]), 1L << 40, DsnNotify.Never, "") { Sender = new("srs0=x", "a.example"), Via = new("fwd", "a.example") },
        ])
    {
        Handling = new()
        {
            Origin = MailOrigin.Notice, Priority = -9, ReleaseAt = 0, DeliverBy = new(1L << 41, Return: true, Trace: true), RequireTls = true, TlsOptional = true,
        },
    };

    public static TheoryData<string> Entries => [.. Examples.Keys];

    private static Dictionary<string, QueueEntry> Examples => new()
    {
        ["new"] = QueueEntry.New(Mail(1, recipients: 300)),
        ["everything"] = new(Everything, [new(0, RecipientStatus.Deferred, 300, 1L << 40, Full) { DelayTold = true }, new(5, RecipientStatus.Active, 0, 0, null)]) { Held = true },
        ["to be told of"] = new(Everything with { ReversePath = null, EnvelopeId = null, Submitter = null, Handling = Handling.Ordinary, Utf8 = false },
            [new(0, RecipientStatus.Delivered, 1, null, null) { Relay = new("mx.b.example", "250 ok", TellsSender: true) }, new(5, RecipientStatus.Failed, 2, null, new("5.0.0", ""))]),
        ["by a time"] = new(Everything with { Handling = new() { Priority = 9, DeliverBy = new(-5, Return: false, Trace: false) } }, [new(5, RecipientStatus.Delivered, 1, null, null) { Relay = new("h", "", false) }]),
    };

    [Theory]
    [MemberData(nameof(Entries))]
    public void An_entry_comes_back_as_it_was(string which)
    {
        var entry = Examples[which];
        var back = QueueEntries.Of([entry]).Find(entry.Envelope.Id)!;
        Assert.Equal(entry.Recipients.AsEnumerable(), back.Recipients);
        Assert.Equal(entry.Envelope.Recipients, back.Envelope.Recipients);
        Assert.Equal(entry.Envelope with { Recipients = [] }, back.Envelope with { Recipients = [] });
        Assert.Equal(entry.Held, back.Held);
    }

    [Fact]
    public void A_state_stays_as_it_was_when_the_next_one_is_made()
    {
        var before = QueueState.Empty.Accept(Mail(1, recipients: 2), Mail(2));
        var shown = before.Shown();
        var after = before.Settle(1, new Outcome.Deferred(0, new("4.2.0", "full"), 5_000), new Outcome.Delivered(1)).Settle(2, new Outcome.Delivered(0));
        Assert.Equal(shown, before.Shown());
        Assert.NotEqual(shown, after.Shown());
        Assert.Equal([RecipientStatus.Deferred], after.Find(Id(1))!.Recipients.Select(r => r.Status));
    }

    [Fact]
    public void A_message_that_comes_and_goes_in_one_event_is_not_there()
    {
        var state = QueueState.Empty.Apply(new([Mail(1)], [new(Id(1), new Outcome.Delivered(0))]));
        Assert.Empty(state.Entries);
        Assert.True(state.Knows(Id(1)));
    }

    /// <summary>A node has room for millions that wait.</summary>
    [Fact]
    [Trait("acceptance", "SC-02")]
    public void A_waiting_message_takes_less_than_half_a_kilobyte()
    {
        const int Count = 100_000;
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var state = Waiting(Count);
        var each = (GC.GetTotalMemory(forceFullCollection: true) - before) / Count;
        Assert.Equal(Count, state.Count);
        Assert.InRange(each, 100, 500);
    }

    /// <summary>A hundred thousand put-off messages, each to a reader of its own, accepted and settled in events of five hundred.</summary>
    private static QueueState Waiting(int count)
    {
        var state = QueueState.Empty;
        foreach (var numbers in Enumerable.Range(0, count).Chunk(500))
        {
            state = state.Accept([.. numbers.Select(n => Mail(n) with { Recipients = [To(0, null) with { Address = new($"reader{n}", $"d{n % 1000}.example") }] })]);
            state = state.Apply(new([], [.. numbers.Select(n => new Settlement(
                Id(n), new Outcome.Deferred(0, new("4.4.1", $"No answer from mx1.d{n % 1000}.example[192.0.2.25]:25: connection timed out after 30 seconds."), 9_000 + n)))]));
        }

        return state;
    }
}
