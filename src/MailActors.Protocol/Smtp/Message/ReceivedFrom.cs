using System.Net;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>The client, as the Received field tells of it.</summary>
/// <param name="HelloDomain">Its name when that is a domain name, not an address.</param>
/// <param name="Address">The socket's: the only one to be believed.</param>
/// <param name="Protocol">RFC 3848, RFC 6531 §4.3.</param>
/// <param name="Tls">Version and cipher; null on a plaintext connection.</param>
public sealed record ReceivedFrom(string? HelloDomain, IPAddress Address, string Protocol, string? Tls)
{
    public static string? DomainOf(string helloName) =>
        AddressParser.TryParseDomain(helloName, out var domain) && domain[0] != '[' ? domain : null;

    /// <summary>The transmission type: SMTP for HELO, else [UTF8] (E)SMTP or LMTP with S under TLS and A when logged in.</summary>
    public static string ProtocolOf(SmtpVerb hello, bool tls, bool loggedIn, bool utf8)
    {
        if (hello == SmtpVerb.Helo) return "SMTP";
        var name = (hello == SmtpVerb.Lhlo, utf8) switch { (true, true) => "UTF8LMTP", (true, false) => "LMTP", (false, true) => "UTF8SMTP", _ => "ESMTP" };
        return (tls, loggedIn) switch { (true, true) => name + "SA", (true, false) => name + "S", (false, true) => name + "A", _ => name };
    }
}
