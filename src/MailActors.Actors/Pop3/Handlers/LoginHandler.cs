using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Pop3;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Pop3.Handlers;

/// <summary>USER and PASS (RFC 1939 §7), over TLS only, and what follows any attempt to log in.</summary>
internal static class LoginHandler
{
    public static ValueTask User(Pop3Session session, Pop3Command.User command)
    {
        if (!session.IsTls)
        {
            session.Refuse(Pop3Rejection.NeedsTls);
            return ValueTask.CompletedTask;
        }

        // The same answer whoever it is.
        session.Name = command.Name;
        session.Say(Pop3Replies.SendPassword);
        return ValueTask.CompletedTask;
    }

    public static async ValueTask Pass(Pop3Session session, Pop3Command.Pass command)
    {
        var name = session.Name!;
        session.Name = null;
        if (!OpaqueString.TryPrepare(name, out var login) || !OpaqueString.TryPrepare(command.Password, out var password))
        {
            await Refuse(session, TimeSpan.Zero);
            return;
        }

        switch (await session.Services.Authenticator.Verify(login, password, session.Info.Remote.Address, session.Connection.Gone))
        {
            case AuthResult.Success success:
                await Enter(session, success.Account);
                break;
            case AuthResult.Unavailable:
                session.Refuse(Pop3Rejection.Unavailable);
                break;
            case var failed:
                await Refuse(session, failed is AuthResult.Throttled throttled ? throttled.Wait : TimeSpan.Zero);
                break;
        }
    }

    public static async ValueTask Enter(Pop3Session session, Account account)
    {
        if (await session.Enter(account) is not { } rejection)
        {
            session.Say(Pop3Replies.Maildrop(session.Maildrop!.Messages, session.Maildrop.Octets));
            return;
        }

        // RFC 1939 §4: the client may try again. Each try costs a hash, so it counts as one of those it has.
        session.Refuse(rejection);
        if (++session.FailedLogins >= session.Settings.FailedLogins) session.End(Pop3Rejection.TooManyLogins);
    }

    /// <summary>The same words for every reason, and a wait that grows, so that guessing is slow and tells nothing.</summary>
    /// <param name="atLeast">What the throttle wants.</param>
    public static async ValueTask Refuse(Pop3Session session, TimeSpan atLeast)
    {
        session.FailedLogins++;
        var settings = session.Settings;
        var wait = settings.FailedLoginDelay * Math.Pow(2, Math.Min(session.FailedLogins, 10) - 1);
        if (atLeast > wait) wait = atLeast;
        if (wait > settings.MaxFailedLoginDelay) wait = settings.MaxFailedLoginDelay;
        if (wait > TimeSpan.Zero) await Task.Delay(wait, session.Services.Time, session.Connection.Gone);
        session.Refuse(Pop3Rejection.LoginFailed);
        if (session.FailedLogins >= settings.FailedLogins) session.End(Pop3Rejection.TooManyLogins);
    }
}
