using System.Runtime.Serialization;
using Akka.Actor;
using Akka.Serialization;
using Google.Protobuf;

namespace MailActors.Actors.Serialization;

/// <summary>Writes messages and events as protobuf behind short manifests. Only what <see cref="WireTypes"/> lists is written or read:
/// no type name ever comes from the wire. An unknown manifest is a <see cref="SerializationException"/>, the one kind of failure that
/// leaves a connection between nodes standing.</summary>
public sealed class MailSerializer(ExtendedActorSystem system) : SerializerWithStringManifest(system)
{
    /// <summary>Stands beside every event on disk: never changed.</summary>
    public const int Id = 4525;

    public override int Identifier => Id;

    public override string Manifest(object o) => Known(o).Manifest;

    public override byte[] ToBinary(object obj) => Known(obj).Write(obj);

    public override object FromBinary(byte[] bytes, string manifest)
    {
        if (!WireTypes.ByManifest.TryGetValue(manifest, out var type)) throw new SerializationException($"Manifest \"{manifest}\" is not known.");
        try
        {
            return type.Read(bytes);
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or FormatException)
        {
            throw new SerializationException($"The bytes under manifest \"{manifest}\" are damaged.", e);
        }
    }

    private static WireType Known(object message) => WireTypes.ByType.TryGetValue(message.GetType(), out var type)
        ? type
        : throw new SerializationException($"{message.GetType()} has no wire form.");
}
