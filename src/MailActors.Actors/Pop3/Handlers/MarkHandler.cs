using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>DELE (RFC 1939 §5) marks; only QUIT removes.</summary>
internal static class MarkHandler
{
    public static ValueTask Dele(Pop3Session session, Pop3Command.Dele command)
    {
        if (session.Maildrop!.Check(command.Message) is { } refusal)
        {
            session.Refuse(refusal);
            return ValueTask.CompletedTask;
        }

        session.Maildrop.Mark(command.Message);
        session.Say(Pop3Replies.Marked);
        return ValueTask.CompletedTask;
    }
}
