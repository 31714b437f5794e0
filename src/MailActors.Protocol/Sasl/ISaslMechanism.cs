namespace MailActors.Protocol.Sasl;

/// <summary>The server's side of one SASL exchange (RFC 4422 §3). Fed with the client's decoded responses, one at a time; used once.</summary>
public interface ISaslMechanism
{
    /// <summary>The registered name, in capitals.</summary>
    string Name { get; }

    /// <summary>The first step when the client sent no initial response.</summary>
    SaslStep Start();

    SaslStep Respond(ReadOnlySpan<byte> response);
}
