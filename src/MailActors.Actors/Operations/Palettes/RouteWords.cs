using MailActors.Domain.Routing;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>TLS demands in words for operators.</summary>
internal static class RouteWords
{
    public static string Of(TlsDemand demand) => demand switch
    {
        TlsDemand.Opportunistic => "TLS if offered, any certificate",
        TlsDemand.Never => "plain text",
        TlsDemand.Encrypted => "TLS, any certificate",
        TlsDemand.Dane dane => $"TLS, certificate by {dane.Records.Length} TLSA records",
        TlsDemand.Trusted trusted =>
            $"TLS{(trusted.Implicit ? " from the first octet" : "")}, trusted certificate for {string.Join(" or ", trusted.Names)}{(trusted.Enforced ? "" : " (a failure is only counted)")}",
        _ => throw new ArgumentException("A demand of another kind.", nameof(demand)),
    };
}
