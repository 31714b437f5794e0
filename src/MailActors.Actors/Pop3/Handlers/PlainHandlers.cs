using MailActors.Protocol.Pop3;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>Commands that are answered at once: CAPA, UTF8, STAT, NOOP, RSET.</summary>
internal static class PlainHandlers
{
    public static ValueTask Do(Pop3Session session, Pop3Verb verb)
    {
        session.Say(verb switch
        {
            Pop3Verb.Capa => Pop3Capabilities.List(session.Mechanisms, session.OffersStartTls),
            Pop3Verb.Utf8 => Pop3Replies.Utf8,
            Pop3Verb.Stat => Pop3Replies.Maildrop(session.Maildrop!.Messages, session.Maildrop.Octets),
            Pop3Verb.Rset => Reset(session),
            _ => Pop3Replies.Ok,
        });
        return ValueTask.CompletedTask;
    }

    private static ReadOnlyMemory<byte> Reset(Pop3Session session)
    {
        session.Maildrop!.Reset();
        return Pop3Replies.Maildrop(session.Maildrop.Messages, session.Maildrop.Octets);
    }
}
