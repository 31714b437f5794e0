using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9051 §6.3.1: what isn't known is passed over.</summary>
internal static class EnableHandler
{
    public static ValueTask<ImapReply?> Do(ImapSession session, EnableCommand command)
    {
        var enabled = new List<string>();
        foreach (var name in command.Capabilities)
        {
            switch (name)
            {
                case "CONDSTORE":
                    session.UseCondStore();
                    break;
                case "QRESYNC":
                    session.UseCondStore(); // RFC 7162 §3.2.3
                    session.Enable(ImapExtensions.QResync);
                    break;
                case "IMAP4REV2":
                    session.Enable(ImapExtensions.Rev2);
                    break;
                default:
                    continue;
            }

            var written = name == "IMAP4REV2" ? "IMAP4rev2" : name;
            if (!enabled.Contains(written)) enabled.Add(written);
        }

        session.Out.Enabled(enabled);
        return new(ImapReply.Ok("Enabled."));
    }
}
