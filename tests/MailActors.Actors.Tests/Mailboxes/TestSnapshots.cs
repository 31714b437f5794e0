using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Snapshot;
using Akka.Serialization;

namespace MailActors.Actors.Tests.Mailboxes;

/// <summary>A snapshot store in memory that keeps bytes.</summary>
public sealed class TestSnapshots : SnapshotStore
{
    private static readonly ConditionalWeakTable<ActorSystem, Kept> All = [];

    private readonly Kept _kept = Of(Context.System);
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;

    internal static Kept Of(ActorSystem system) => All.GetOrCreateValue(system);

    protected override Task<SelectedSnapshot?> LoadAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        var last = _kept.Rows.Values.Where(r => r.Metadata.PersistenceId == persistenceId && r.Metadata.SequenceNr <= criteria.MaxSequenceNr)
            .MaxBy(r => r.Metadata.SequenceNr);
        return Task.FromResult(last is null
            ? null
            : new SelectedSnapshot(last.Metadata, _serialization.Deserialize(last.Bytes, last.Serializer, last.Manifest)));
    }

    protected override Task SaveAsync(SnapshotMetadata metadata, object snapshot, CancellationToken cancellationToken)
    {
        var serializer = (SerializerWithStringManifest)_serialization.FindSerializerFor(snapshot);
        _kept.Rows[metadata.SequenceNr] = new(metadata, serializer.Identifier, serializer.Manifest(snapshot), serializer.ToBinary(snapshot));
        return Task.CompletedTask;
    }

    protected override Task DeleteAsync(SnapshotMetadata metadata, CancellationToken cancellationToken) => Task.CompletedTask;

    protected override Task DeleteAsync(string persistenceId, SnapshotSelectionCriteria criteria, CancellationToken cancellationToken)
    {
        foreach (var number in _kept.Rows.Keys.Where(n => n <= criteria.MaxSequenceNr)) _kept.Rows.TryRemove(number, out _);
        return Task.CompletedTask;
    }

    internal sealed class Kept
    {
        public ConcurrentDictionary<long, Row> Rows { get; } = [];
    }

    internal sealed record Row(SnapshotMetadata Metadata, int Serializer, string Manifest, byte[] Bytes);
}
