using Google.Protobuf;

namespace MailActors.Actors.Serialization;

/// <summary>One type of message as it goes to disk or to another node, under a short manifest that is never given to another type.</summary>
public abstract class WireType(string manifest, Type type)
{
    public string Manifest { get; } = manifest;

    public Type Type { get; } = type;

    public abstract byte[] Write(object message);

    /// <exception cref="InvalidProtocolBufferException">The bytes are no protobuf message.</exception>
    /// <exception cref="FormatException">They are, but not one of this type.</exception>
    public abstract object Read(byte[] bytes);
}

/// <param name="write">To the protobuf form.</param>
/// <param name="read">And back; it throws <see cref="FormatException"/> when a part has the wrong length.</param>
public sealed class WireType<T, TProto>(string manifest, Func<T, TProto> write, Func<TProto, T> read) : WireType(manifest, typeof(T))
    where T : notnull
    where TProto : IMessage<TProto>, new()
{
    private static readonly MessageParser<TProto> Parser = new(() => new());

    public override byte[] Write(object message) => write((T)message).ToByteArray();

    public override object Read(byte[] bytes) => read(Parser.ParseFrom(bytes));
}
