using System.Security.Cryptography;

namespace MailActors.Protocol.Sasl;

/// <summary>The mechanisms there are, in the order they are advertised: the strongest first, as clients take the first they know.</summary>
public static class SaslMechanisms
{
    private static readonly string[] Unbound = [ScramSha256.PlainName, "PLAIN", "LOGIN"];
    private static readonly string[] Bound = [ScramSha256.PlusName, .. Unbound];

    /// <summary>What to advertise on a TLS connection. On a plain one nothing is, since nothing is accepted there.</summary>
    public static IReadOnlyList<string> Offered(ChannelBindings bindings) => bindings.Any ? Bound : Unbound;

    /// <summary>Null: no such mechanism (504, NO, -ERR).</summary>
    /// <param name="name">In any case (RFC 4422 §3.1).</param>
    public static ISaslMechanism? Create(string name, ChannelBindings bindings) => name.ToUpperInvariant() switch
    {
        "PLAIN" => new PlainMechanism(),
        "LOGIN" => new LoginMechanism(),
        ScramSha256.PlainName => new ScramSha256(plus: false, bindings, Nonce()),
        ScramSha256.PlusName when bindings.Any => new ScramSha256(plus: true, bindings, Nonce()),
        _ => null,
    };

    private static string Nonce() => Convert.ToBase64String(RandomNumberGenerator.GetBytes(18));
}
