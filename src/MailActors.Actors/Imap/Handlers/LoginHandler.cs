using MailActors.Actors.Imap.Session;
using MailActors.Domain.Security;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.2.3.</summary>
internal static class LoginHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, LoginCommand command)
    {
        if (!session.MayLogIn) return ImapWords.NeedsTls;
        var result = await session.Services.Authenticator.Verify(command.UserName, command.Password, session.Info.Remote.Address, session.Connection.Gone);
        return result switch
        {
            AuthResult.Success success => await Entrance.Enter(session, success.Account),
            AuthResult.Throttled throttled => await Entrance.Refuse(session, throttled.Wait),
            AuthResult.Unavailable => ImapWords.Unavailable,
            _ => await Entrance.Refuse(session, TimeSpan.Zero),
        };
    }
}
