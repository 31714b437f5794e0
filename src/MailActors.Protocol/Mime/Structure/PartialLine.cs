namespace MailActors.Protocol.Mime.Structure;

/// <summary>A line whose end has not come yet. Keeps its start only, as much as is asked for, and counts the rest.</summary>
internal sealed class PartialLine
{
    private byte[] _kept = [];
    private int _count;

    public long Length { get; private set; }

    public ReadOnlySpan<byte> Kept => _kept.AsSpan(0, _count);

    public void Add(ReadOnlySpan<byte> piece, int most)
    {
        Length += piece.Length;
        var take = Math.Min(piece.Length, most - _count);
        if (take <= 0) return;
        if (_kept.Length < _count + take) Array.Resize(ref _kept, Math.Min(most, Math.Max(_count + take, _kept.Length * 2)));
        piece[..take].CopyTo(_kept.AsSpan(_count));
        _count += take;
    }

    public void Clear()
    {
        _count = 0;
        Length = 0;
    }
}
