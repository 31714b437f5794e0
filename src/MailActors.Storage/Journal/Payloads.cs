using Akka.Actor;
using Akka.Serialization;

namespace MailActors.Storage.Journal;

/// <summary>Payloads to bytes and back by the serializers of the actor system.</summary>
internal sealed class Payloads(ExtendedActorSystem system)
{
    private readonly Akka.Serialization.Serialization _serialization = system.Serialization;

    public EventRow ToRow(object payload, long seq, long time)
    {
        var serializer = _serialization.FindSerializerFor(payload);
        var manifest = serializer switch
        {
            SerializerWithStringManifest named => named.Manifest(payload),
            { IncludeManifest: true } => Akka.Util.TypeExtensions.TypeQualifiedName(payload.GetType()),
            _ => "",
        };
        var bytes = Akka.Serialization.Serialization.WithTransport(system, (serializer, payload), static x => x.serializer.ToBinary(x.payload));
        return new(seq, time, serializer.Identifier, manifest, bytes);
    }

    public object ToObject(EventRow row) => _serialization.Deserialize(row.Payload, row.Serializer, row.Manifest);
}
