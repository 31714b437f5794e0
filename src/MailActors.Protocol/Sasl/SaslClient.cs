using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>Our side of AUTH at a relay (RFC 4954): the strongest mechanism both know, and the next one when the host turns out not to take it.</summary>
/// <param name="plaintextAllowed">The password may travel without TLS: the operator says so, for a host on the same machine.</param>
/// <param name="nonce">Fresh for each session: 18 random octets or more, in base64.</param>
public sealed class SaslClient(string user, string password, bool plaintextAllowed, string nonce)
{
    private static readonly string[] ByStrength = [ScramSha256.PlusName, ScramSha256.PlainName, "PLAIN", "LOGIN"];

    private ChannelBindings _bindings = ChannelBindings.None;
    private int _tried = -1;
    private ScramClient? _scram;
    private int _answered;

    /// <summary>What this TLS connection is known by.</summary>
    public void Bind(ChannelBindings bindings) => _bindings = bindings;

    /// <summary>The AUTH command, with its first response; null: no mechanism is left that the host offers and that is safe here.</summary>
    /// <param name="offered">In capitals.</param>
    public string? Begin(IReadOnlyCollection<string> offered, bool secure)
    {
        _scram = null;
        _answered = 0;
        while (++_tried < ByStrength.Length)
        {
            var name = ByStrength[_tried];
            if (!offered.Contains(name)) continue;
            switch (name)
            {
                case ScramSha256.PlusName when !_bindings.ServerEndPoint.IsEmpty:
                case ScramSha256.PlainName:
                    _scram = new(user, password, nonce, _bindings, name == ScramSha256.PlusName, offered.Contains(ScramSha256.PlusName));
                    return $"AUTH {name} {Encode(_scram.First)}";
                case "PLAIN" when secure || plaintextAllowed:
                    return $"AUTH PLAIN {Encode($"\0{user}\0{password}")}";
                case "LOGIN" when secure || plaintextAllowed:
                    return "AUTH LOGIN";
            }
        }

        return null;
    }

    /// <param name="challenge">In base64.</param>
    /// <returns>In base64; null when the challenge is none of this mechanism, or the host is not who it should be.</returns>
    public string? Respond(string challenge)
    {
        _answered++;
        if (_scram is not null)
        {
            if (SaslLine.Decode(Encoding.ASCII.GetBytes(challenge), out var octets) is not null) return null;
            return _scram.Respond(octets) is { } response ? Encode(response) : null;
        }

        return (ByStrength[_tried], _answered) switch
        {
            // A host that passed over the first response.
            ("PLAIN", 1) => Encode($"\0{user}\0{password}"),
            ("LOGIN", 1) => Encode(user),
            ("LOGIN", 2) => Encode(password),
            _ => null,
        };
    }

    /// <summary>Whether a refusal means the mechanism and not the credentials (RFC 4954 §6).</summary>
    public static bool IsUnwelcome(int code) => code is 504 or 534;

    /// <summary>Whether the host, that has taken us, has shown that it knows the password where the mechanism asks for that.</summary>
    /// <param name="last">Its last word, for hosts that say it along with their consent.</param>
    public bool IsDone(string last) =>
        _scram is null || _scram.IsProven || (SaslLine.Decode(Encoding.ASCII.GetBytes(last), out var octets) is null && _scram.Respond(octets) is not null);

    private static string Encode(string text) => SaslLine.Encode(Encoding.UTF8.GetBytes(text));
}
