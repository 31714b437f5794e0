using System.Collections.Frozen;
using MailActors.Domain.Destinations;
using MailActors.Domain.Mailboxes;
using MailActors.Domain.Queue;

namespace MailActors.Actors.Serialization;

/// <summary>All that may be written to disk or sent to another node. Each subject lists its own types in a file of its own.</summary>
public static class WireTypes
{
    public static readonly IReadOnlyList<WireType> All =
    [
        .. MailboxEventWire.Types,
        .. MailboxRootWire.Types,
        .. QueueEventWire.Types,
        .. DestinationWire.Types,
    ];

    /// <summary>What Akka is told to give to <see cref="MailSerializer"/>; a base type stands for all below it.</summary>
    public static readonly IReadOnlyList<Type> Bound = [typeof(MailboxEvent), typeof(MailboxRoot), typeof(QueueEvent), typeof(QueueRoot), typeof(DestinationCommand), typeof(DestinationReply)];

    internal static readonly FrozenDictionary<string, WireType> ByManifest = All.ToFrozenDictionary(t => t.Manifest, StringComparer.Ordinal);

    internal static readonly FrozenDictionary<Type, WireType> ByType = All.ToFrozenDictionary(t => t.Type);
}
