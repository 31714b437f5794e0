using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 2971. What the client tells of itself changes nothing here; the version stays untold before login and after.</summary>
internal static class IdHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session)
    {
        session.Out.Id([new("name", "MailActors")]);
        return new(ImapReply.Ok("Pleased to meet you."));
    }
}
