using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Persistence;
using Akka.Persistence.Journal;

namespace MailActors.Actors.Tests.Mailboxes;

/// <summary>A journal in memory that keeps bytes, as a real one does, and can be held, made to fail and made to reject.</summary>
public sealed class TestJournal : AsyncWriteJournal
{
    private static readonly ConditionalWeakTable<ActorSystem, Switches> All = [];

    private readonly Switches _switches = Of(Context.System);
    private readonly Akka.Serialization.Serialization _serialization = Context.System.Serialization;

    internal static Switches Of(ActorSystem system) => All.GetOrCreateValue(system);

    public override async Task<long> ReadHighestSequenceNrAsync(string persistenceId, long fromSequenceNr, CancellationToken cancellationToken)
    {
        await Task.Yield();
        return _switches.Rows.TryGetValue(persistenceId, out var rows) ? rows.Count : 0;
    }

    public override async Task ReplayMessagesAsync(
        IActorContext context, string persistenceId, long fromSequenceNr, long toSequenceNr, long max, Action<IPersistentRepresentation> recoveryCallback)
    {
        await Task.Yield();
        if (!_switches.Rows.TryGetValue(persistenceId, out var rows)) return;
        foreach (var row in rows.ToArray().Where(r => r.Number >= fromSequenceNr && r.Number <= toSequenceNr))
            recoveryCallback(new Persistent(_serialization.Deserialize(row.Bytes, row.Serializer, row.Manifest), row.Number, persistenceId));
    }

    protected override async Task<IImmutableList<Exception>> WriteMessagesAsync(IEnumerable<AtomicWrite> messages, CancellationToken cancellationToken)
    {
        var writes = messages.ToArray();
        foreach (var write in writes) _switches.Batches.Enqueue(write.Size);
        await _switches.Gate.ConfigureAwait(false);
        if (_switches.Reject is { } reject) return [.. writes.Select(_ => reject)];
        if (_switches.Fail is { } before) throw before;
        foreach (var e in writes.SelectMany(w => (IImmutableList<IPersistentRepresentation>)w.Payload))
        {
            var serializer = _serialization.FindSerializerFor(e.Payload);
            var manifest = ((Akka.Serialization.SerializerWithStringManifest)serializer).Manifest(e.Payload);
            var rows = _switches.Rows.GetOrAdd(e.PersistenceId, _ => []);
            if (e.SequenceNr != rows.Count + 1) throw new InvalidOperationException($"{e.SequenceNr} does not follow {rows.Count}.");
            rows.Add(new(e.SequenceNr, serializer.Identifier, manifest, serializer.ToBinary(e.Payload)));
        }

        if (_switches.FailAfterWrite is { } after) throw after;
        return null!;
    }

    protected override Task DeleteMessagesToAsync(string persistenceId, long toSequenceNr, CancellationToken cancellationToken) => Task.CompletedTask;

    internal sealed class Switches
    {
        public ConcurrentDictionary<string, List<Row>> Rows { get; } = [];

        /// <summary>Events in each write that was asked for.</summary>
        public ConcurrentQueue<int> Batches { get; } = [];

        public Task Gate { get; set; } = Task.CompletedTask;

        public Exception? Fail { get; set; }

        public Exception? FailAfterWrite { get; set; }

        public Exception? Reject { get; set; }

        public int Events => Rows.Values.Sum(r => r.Count);
    }

    internal sealed record Row(long Number, int Serializer, string Manifest, byte[] Bytes);
}
