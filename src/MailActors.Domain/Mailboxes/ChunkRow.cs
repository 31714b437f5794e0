using System.Collections.Immutable;

namespace MailActors.Domain.Mailboxes;

/// <summary>Puts chunks behind each other again, leaving out empty ones and joining small neighbours, so that a folder through which much
/// mail flows does not end as a long row of nearly empty chunks.</summary>
internal sealed class ChunkRow(int capacity)
{
    private readonly ImmutableArray<MessageChunk>.Builder _chunks = ImmutableArray.CreateBuilder<MessageChunk>(capacity);
    private readonly ImmutableArray<ChunkKey>.Builder _keys = ImmutableArray.CreateBuilder<ChunkKey>(capacity);

    public void Add(MessageChunk chunk, ChunkKey key)
    {
        if (chunk.Count == 0) return;
        if (_chunks.Count > 0 && _chunks[^1].Count + chunk.Count <= MessageChunk.Capacity / 2)
        {
            _chunks[^1] = MessageChunk.From([.. Rows(_chunks[^1]), .. Rows(chunk)]);
            _keys[^1] = default;
            return;
        }

        _chunks.Add(chunk);
        _keys.Add(key);
    }

    public FolderMessages ToMessages(FolderMessages old)
    {
        var starts = ImmutableArray.CreateBuilder<int>(_chunks.Count);
        var count = 0;
        foreach (var chunk in _chunks)
        {
            starts.Add(count);
            count += chunk.Count;
        }

        return old with
        {
            Chunks = _chunks.DrainToImmutable(), Starts = starts.DrainToImmutable(), Keys = _keys.DrainToImmutable(), Count = count, Missing = 0,
        };
    }

    private static IEnumerable<MessageRow> Rows(MessageChunk chunk)
    {
        for (var i = 0; i < chunk.Count; i++) yield return chunk[i];
    }
}
