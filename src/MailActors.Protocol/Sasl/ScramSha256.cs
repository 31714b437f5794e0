using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>SCRAM-SHA-256 and SCRAM-SHA-256-PLUS (RFC 5802, RFC 7677): the password never travels, and with -PLUS the exchange is tied to
/// this very TLS connection.</summary>
/// <param name="plus">The mechanism named by the client is the -PLUS one.</param>
/// <param name="bindings">Of this connection; when there are any, -PLUS was offered.</param>
/// <param name="serverNonce">Fresh for each exchange, 18 random octets or more in base64: it makes every exchange unlike those before.</param>
public sealed class ScramSha256(bool plus, ChannelBindings bindings, string serverNonce) : ISaslMechanism
{
    public const string PlainName = "SCRAM-SHA-256";
    public const string PlusName = "SCRAM-SHA-256-PLUS";

    private ScramClientFirst? _first;
    private ScramKeys? _keys;
    private string _serverFirst = "";

    public string Name => plus ? PlusName : PlainName;

    public SaslStep Start() => new SaslStep.Challenge([]);

    public SaslStep Respond(ReadOnlySpan<byte> response)
    {
        if (_first is null) return ReadFirst(response);
        return _keys is null ? throw new InvalidOperationException("The keys come before the final message.") : ReadFinal(response, _first, _keys);
    }

    /// <summary>Goes on after <see cref="SaslStep.NeedsScramKeys"/>, with real keys or with fake ones for a login there isn't.</summary>
    public SaslStep ContinueWith(ScramKeys keys)
    {
        _keys = keys;
        _serverFirst = string.Create(CultureInfo.InvariantCulture, $"r={_first!.Nonce}{serverNonce},s={Convert.ToBase64String(keys.Salt)},i={keys.Iterations}");
        return new SaslStep.Challenge(Encoding.UTF8.GetBytes(_serverFirst));
    }

    private SaslStep ReadFirst(ReadOnlySpan<byte> response)
    {
        if (!ScramClientFirst.TryRead(response, out var first)) return new SaslStep.Failed(SaslFailure.Malformed);

        // RFC 5802 §6: -PLUS needs a binding, the other forbids it; "y" while we offered -PLUS means that somebody took the offer away.
        var bound = first.Binding == 'p';
        if (bound != plus || (bound && bindings.Named(first.BindingName) is null) || (first.Binding == 'y' && bindings.Any))
            return new SaslStep.Failed(SaslFailure.ChannelBinding);
        if (first.Authzid.Length > 0 && !string.Equals(first.Authzid, first.Login, StringComparison.OrdinalIgnoreCase))
            return new SaslStep.Failed(SaslFailure.AuthorizationRefused);
        _first = first;
        return new SaslStep.NeedsScramKeys(first.Login);
    }

    private SaslStep ReadFinal(ReadOnlySpan<byte> response, ScramClientFirst first, ScramKeys keys)
    {
        if (!ScramText.TryDecode(response, out var text)) return new SaslStep.Failed(SaslFailure.Malformed);
        var proofAt = text.LastIndexOf(",p=", StringComparison.Ordinal);
        var attributes = text.Split(',');
        if (proofAt < 0 || attributes.Length < 3 || !attributes[0].StartsWith("c=", StringComparison.Ordinal)
            || !ScramText.TryBase64(attributes[0][2..], out var binding) || !ScramText.TryBase64(text[(proofAt + 3)..], out var proof))
            return new SaslStep.Failed(SaslFailure.Malformed);

        byte[] expected = [.. Encoding.UTF8.GetBytes(first.Header), .. (bindings.Named(first.BindingName) ?? default).Span];
        if (!CryptographicOperations.FixedTimeEquals(binding, expected)) return new SaslStep.Failed(SaslFailure.ChannelBinding);

        // Another nonce is an old exchange played again.
        if (attributes[1] != $"r={first.Nonce}{serverNonce}") return new SaslStep.Failed(SaslFailure.WrongProof);

        var signed = Encoding.UTF8.GetBytes($"{first.Bare},{_serverFirst},{text[..proofAt]}");
        return proof.Length == ScramKeys.KeyLength && Proven(proof, keys, signed) is { } proven
            ? new SaslStep.Proven(first.Login, Encoding.UTF8.GetBytes($"v={Convert.ToBase64String(HMACSHA256.HashData(proven.ServerKey, signed))}"), proven)
            : new SaslStep.Failed(SaslFailure.WrongProof);
    }

    /// <summary>The keys the proof fits; all are tried, whichever it is.</summary>
    private static ScramKeys? Proven(byte[] proof, ScramKeys keys, byte[] signed)
    {
        var proven = Fits(proof, keys, signed) ? keys : null;
        foreach (var other in keys.Others)
            if (Fits(proof, other, signed)) proven = other;
        return proven;
    }

    /// <summary>ClientKey := ClientProof XOR ClientSignature, and H(ClientKey) must be StoredKey (RFC 5802 §3).</summary>
    private static bool Fits(byte[] proof, ScramKeys keys, byte[] signed)
    {
        var signature = HMACSHA256.HashData(keys.StoredKey, signed);
        for (var i = 0; i < signature.Length; i++) signature[i] ^= proof[i];
        return CryptographicOperations.FixedTimeEquals(SHA256.HashData(signature), keys.StoredKey);
    }
}
