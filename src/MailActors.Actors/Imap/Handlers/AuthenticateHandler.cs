using MailActors.Actors.Imap.Session;
using MailActors.Domain.Security;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.2.2.</summary>
internal static class AuthenticateHandler
{
    public static async ValueTask<ImapReply?> Do(ImapSession session, AuthenticateCommand command)
    {
        if (!session.MayLogIn) return ImapWords.NeedsTls;
        if (SaslExchange.Begin(command.Mechanism, session.Bindings, session.Services.Authenticator, session.Info.Remote.Address) is not { } exchange)
            return ImapReply.No("No such mechanism.", ResponseCode.Cannot);
        var outcome = await exchange.Start(Initial(command), session.Connection.Gone);
        while (outcome is SaslOutcome.Continue challenge)
        {
            session.Out.Continue(challenge.Challenge);
            session.Send();
            var frame = await session.Connection.Read(new Expect.Line(SaslLine.MaxOctets), session.Settings.LoginDeadline);
            if (frame is null)
            {
                session.End("Log in faster.");
                return null;
            }

            if (frame is not Frame.Line line) return ImapReply.Bad("That line is too long.");
            if (line.BareNewline) return ImapReply.Bad("Lines end in CRLF.");
            outcome = await exchange.Respond(line.Text, session.Connection.Gone);
        }

        return outcome switch
        {
            SaslOutcome.Success success => await Entrance.Enter(session, success.Account),
            SaslOutcome.Refused { Reason: SaslRefusal.Credentials } refused => await Entrance.Refuse(session, refused.Wait),
            SaslOutcome.Refused { Reason: SaslRefusal.Unavailable } => ImapWords.Unavailable,
            SaslOutcome.Refused { Reason: SaslRefusal.Aborted } => ImapReply.Bad("Given up."),
            _ => ImapReply.Bad("That is not a response of this mechanism."),
        };
    }

    /// <summary>As it came: the exchange reads base64.</summary>
    private static ReadOnlyMemory<byte>? Initial(AuthenticateCommand command)
    {
        if (command.InitialResponse is not { } response) return null;
        return response.Length == 0 ? "="u8.ToArray() : System.Text.Encoding.ASCII.GetBytes(Convert.ToBase64String(response));
    }
}
