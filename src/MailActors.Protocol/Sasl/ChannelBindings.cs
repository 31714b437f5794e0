namespace MailActors.Protocol.Sasl;

/// <summary>What a TLS connection can be told apart by (RFC 5056). Empty where the platform can't give it.</summary>
/// <param name="ServerEndPoint">tls-server-end-point (RFC 5929 §4): the hash of our certificate.</param>
/// <param name="Exporter">tls-exporter (RFC 9266 §2).</param>
public sealed record ChannelBindings(ReadOnlyMemory<byte> ServerEndPoint, ReadOnlyMemory<byte> Exporter)
{
    public static readonly ChannelBindings None = new(default, default);

    public bool Any => !ServerEndPoint.IsEmpty || !Exporter.IsEmpty;

    /// <summary>Null: not a binding we have. tls-unique is left out: it means nothing in TLS 1.3 (RFC 9266 §1).</summary>
    public ReadOnlyMemory<byte>? Named(string name)
    {
        // A null here would quietly become an empty binding, by way of array conversion, were the two returns one expression.
        if (name == "tls-server-end-point" && !ServerEndPoint.IsEmpty) return ServerEndPoint;
        if (name == "tls-exporter" && !Exporter.IsEmpty) return Exporter;
        return (ReadOnlyMemory<byte>?)null;
    }
}
