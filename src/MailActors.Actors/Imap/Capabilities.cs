using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Imap;

/// <summary>What this connection is told it can do, as it stands now.</summary>
internal static class Capabilities
{
    public static string Of(ImapSession session) => session.Account is not null
        ? ImapCapabilities.AfterLogin(session.Settings.Limits.MaxMessage)
        // No password travels in the clear (RFC 9051 §11.3): without TLS there is no mechanism.
        : ImapCapabilities.BeforeLogin(!session.IsTls, session.MayLogIn ? SaslMechanisms.Offered(session.Bindings) : []);
}
