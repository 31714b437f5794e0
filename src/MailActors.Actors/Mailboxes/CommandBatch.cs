using Akka.Actor;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Mailboxes;

/// <summary>Commands that are made durable together. Each is decided on the state that those before it leave behind; nobody is told
/// anything before the whole batch is on disk.</summary>
internal sealed class CommandBatch(MailboxState state, DateTimeOffset started)
{
    private readonly List<(IActorRef To, MailboxReply Reply)> _replies = [];

    /// <summary>As it will be when the events are durable.</summary>
    public MailboxState State { get; set; } = state;

    public DateTimeOffset Started { get; } = started;

    public List<MailboxEvent> Events { get; } = [];

    /// <summary>Events the journal has not confirmed yet.</summary>
    public int Unconfirmed { get; set; }

    public bool Removes => State.Removed;

    /// <summary>Null when the command is in the batch; otherwise it needs these folders in memory first.</summary>
    public Decision.NeedsFolders? Add(MailboxCommand command, IActorRef sender)
    {
        var decision = State.Decide(command, Started.ToUnixTimeSeconds());
        switch (decision)
        {
            case Decision.NeedsFolders needs:
                return needs;
            case Decision.Answer answer:
                _replies.Add((sender, answer.Reply));
                return null;
            case Decision.Write write:
                State = State.Apply(write.Event, State.ModSeq + 1);
                Events.Add(write.Event);
                _replies.Add((sender, State.ReplyTo(State.Recent[command.Id]!)));
                return null;
            default:
                throw new InvalidOperationException($"{decision} is no decision.");
        }
    }

    public void Reply(IActorRef mailbox)
    {
        foreach (var (to, reply) in _replies) to.Tell(reply, mailbox);
    }

    public void Refuse(MailboxRejection reason, IActorRef mailbox)
    {
        foreach (var (to, _) in _replies) to.Tell(new MailboxReplies.Rejected(reason), mailbox);
    }
}
