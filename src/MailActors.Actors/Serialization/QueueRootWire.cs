using Google.Protobuf;
using Google.Protobuf.Collections;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Serialization;

/// <summary>The root of a partition as <see cref="QueueRootProto"/>, one entry at a time: as protobuf objects all at once a large queue would take
/// many times the room it takes otherwise.</summary>
internal sealed class QueueRootWire() : WireType("qu.r1", typeof(QueueRoot))
{
    private const uint
        Entries = QueueRootProto.EntriesFieldNumber << 3 | (uint)WireFormat.WireType.LengthDelimited,
        Settled = QueueRootProto.SettledFieldNumber << 3 | (uint)WireFormat.WireType.LengthDelimited,
        HeldSenders = QueueRootProto.HeldSendersFieldNumber << 3 | (uint)WireFormat.WireType.LengthDelimited,
        HeldSendersApart = QueueRootProto.HeldSendersFieldNumber << 3 | (uint)WireFormat.WireType.Varint;

    public override byte[] Write(object message)
    {
        var root = (QueueRoot)message;
        using var octets = new MemoryStream();
        using var output = new CodedOutputStream(octets);
        foreach (var entry in root.Entries)
        {
            output.WriteTag(Entries);
            output.WriteMessage(QueueEventWire.ToWire(entry));
        }

        new QueueRootProto { Settled = root.Settled.Select(id => id.Value).ToWire(), HeldSenders = { root.HeldSenders.Select(a => a.Value) } }.WriteTo(output);
        output.Flush();
        return octets.ToArray();
    }

    public override object Read(byte[] bytes)
    {
        var input = new CodedInputStream(bytes);
        var settled = ByteString.Empty;
        var held = new RepeatedField<long>();
        var entries = QueueEntries.From(EntriesOf());
        return new QueueRoot(entries, [.. settled.ToGuids().Select(id => new QueueId(id))]) { HeldSenders = [.. held.Select(a => new AccountId(a))] };

        IEnumerable<QueueEntry> EntriesOf()
        {
            while (input.ReadTag() is not 0 and var tag)
            {
                switch (tag)
                {
                    case Entries:
                        var entry = new QueueEntryProto();
                        input.ReadMessage(entry);
                        yield return QueueEventWire.ToEntry(entry);
                        break;
                    case Settled:
                        settled = input.ReadBytes();
                        break;
                    case HeldSenders or HeldSendersApart:
                        held.AddEntriesFrom(input, FieldCodec.ForInt64(tag));
                        break;
                    default:
                        input.SkipLastField();
                        break;
                }
            }
        }
    }
}
