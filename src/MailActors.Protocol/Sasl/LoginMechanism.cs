namespace MailActors.Protocol.Sasl;

/// <summary>draft-murchison-sasl-login: obsolete and kept for clients that speak nothing else. The user name may come as initial response.</summary>
public sealed class LoginMechanism : ISaslMechanism
{
    private string? _login;

    public string Name => "LOGIN";

    public SaslStep Start() => new SaslStep.Challenge("Username:"u8.ToArray());

    public SaslStep Respond(ReadOnlySpan<byte> response)
    {
        if (!OpaqueString.TryPrepare(response, out var text)) return new SaslStep.Failed(SaslFailure.Malformed);
        if (_login is { } login) return new SaslStep.NeedsPassword(login, text);
        _login = text;
        return new SaslStep.Challenge("Password:"u8.ToArray());
    }
}
