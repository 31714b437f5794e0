using System.Net;
using System.Text;
using MailActors.Actors.Imap;
using MailActors.Actors.Pop3;
using MailActors.Actors.Smtp;
using MailActors.Actors.Transport.Certificates;
using MailActors.Actors.Transport.Listening;
using MailActors.Node.Settings;
using MailActors.Protocol.Smtp;

namespace MailActors.Node.Composition;

/// <summary>The eight doors of a node.</summary>
internal static class Endpoints
{
    public static IReadOnlyList<ListenerEndpoint> All(
        NodeSettings settings, NodeCertificate certificate, SmtpServices smtp, ImapServices imap, Pop3Services pop3)
    {
        var address = IPAddress.Parse(settings.Bind);
        var (smtpTls, imapTls, pop3Tls) = (certificate.For("smtp"), certificate.For("imap"), certificate.For("pop3"));
        ListenerEndpoint Smtp(string name, int port, SmtpEndpointKind kind, bool implicitTls) => new(
            name, new(address, port + settings.PortOffset), () => SmtpSessionActor.Props(smtp, kind, startTls: !implicitTls), smtpTls, implicitTls,
            Line($"421 4.7.0 {smtp.HostName} Too many connections, try again later"), Line($"421 4.3.0 {smtp.HostName} Internal error, closing"));
        ListenerEndpoint Imap(string name, int port, bool implicitTls) => new(
            name, new(address, port + settings.PortOffset), () => ImapSessionActor.Props(imap), imapTls, implicitTls,
            Line("* BYE [UNAVAILABLE] Too many connections, try again later"), Line("* BYE [SERVERBUG] Internal error, closing"));
        ListenerEndpoint Pop3(string name, int port, bool implicitTls) => new(
            name, new(address, port + settings.PortOffset), () => Pop3SessionActor.Props(pop3, startTls: !implicitTls), pop3Tls, implicitTls,
            Line("-ERR [SYS/TEMP] Too many connections, try again later"), Line("-ERR [SYS/TEMP] Internal error, closing"));
        return
        [
            Smtp("smtp", Ports.Smtp, SmtpEndpointKind.Relay, implicitTls: false),
            Smtp("lmtp", Ports.Lmtp, SmtpEndpointKind.Lmtp, implicitTls: false),
            Smtp("submission", Ports.Submission, SmtpEndpointKind.Submission, implicitTls: false),
            Smtp("submissions", Ports.Submissions, SmtpEndpointKind.Submission, implicitTls: true),
            Imap("imap", Ports.Imap, implicitTls: false),
            Imap("imaps", Ports.Imaps, implicitTls: true),
            Pop3("pop3", Ports.Pop3, implicitTls: false),
            Pop3("pop3s", Ports.Pop3s, implicitTls: true),
        ];
    }

    private static byte[] Line(string text) => Encoding.ASCII.GetBytes(text + "\r\n");
}
