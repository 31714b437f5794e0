namespace MailActors.Protocol.Sasl;

/// <summary>RFC 4616: <c>[authzid] NUL authcid NUL passwd</c>.</summary>
public sealed class PlainMechanism : ISaslMechanism
{
    public string Name => "PLAIN";

    public SaslStep Start() => new SaslStep.Challenge([]);

    public SaslStep Respond(ReadOnlySpan<byte> response)
    {
        if (response.Count((byte)0) != 2) return new SaslStep.Failed(SaslFailure.Malformed);
        var first = response.IndexOf((byte)0);
        var second = response.LastIndexOf((byte)0);
        var authzid = response[..first];
        var authcid = response[(first + 1)..second];
        var password = response[(second + 1)..];

        if (!OpaqueString.TryPrepare(authcid, out var login) || !OpaqueString.TryPrepare(password, out var secret))
            return new SaslStep.Failed(SaslFailure.Malformed);
        if (authzid.IsEmpty) return new SaslStep.NeedsPassword(login, secret);

        // RFC 4616 §2: an authorization identity of its own is for proxies; nobody is one here.
        return OpaqueString.TryPrepare(authzid, out var acted) && string.Equals(acted, login, StringComparison.OrdinalIgnoreCase)
            ? new SaslStep.NeedsPassword(login, secret)
            : new SaslStep.Failed(SaslFailure.AuthorizationRefused);
    }
}
