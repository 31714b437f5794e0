using MailActors.Actors.Imap.Session;
using MailActors.Domain.Directory;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>What follows an attempt to log in, whichever way it was made.</summary>
internal static class Entrance
{
    public static async ValueTask<ImapReply> Enter(ImapSession session, Account account)
    {
        if (await session.Attach(account) is not { } rejection)
            return ImapReply.Ok("Logged in.", ResponseCode.Capability(Capabilities.Of(session)));
        session.End("Try again later.");
        return ImapWords.Of(rejection);
    }

    /// <summary>The same words for every reason, and a wait that grows, so that guessing is slow and tells nothing.</summary>
    /// <param name="atLeast">What the throttle wants.</param>
    public static async ValueTask<ImapReply> Refuse(ImapSession session, TimeSpan atLeast)
    {
        session.FailedLogins++;
        var settings = session.Settings;
        var wait = settings.FailedLoginDelay * Math.Pow(2, Math.Min(session.FailedLogins, 10) - 1);
        if (atLeast > wait) wait = atLeast;
        if (wait > settings.MaxFailedLoginDelay) wait = settings.MaxFailedLoginDelay;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, session.Services.Time, session.Connection.Gone);
        if (session.FailedLogins >= settings.FailedLogins) session.End("Too many failed logins.");
        return ImapWords.LoginFailed;
    }
}
