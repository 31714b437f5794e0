namespace MailActors.Protocol.Mime.Transport;

/// <summary>A message as a line of regions, in the order in which they stand. Fed with its octets, it knows what is in each.</summary>
public sealed class MessageRegions
{
    private readonly List<TransportRegion> _regions = [];
    private readonly List<TransportPart> _parts = [];
    private OctetScanner _scanner;
    private int _current;
    private long _at;

    public MessageRegions(MimePart root, long size) => Lay(root, size);

    public IReadOnlyList<TransportRegion> Regions => _regions;

    public IReadOnlyList<TransportPart> Parts => _parts;

    /// <param name="piece">The next octets.</param>
    public void Look(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty && _current < _regions.Count)
        {
            var region = _regions[_current];
            var take = (int)Math.Min(piece.Length, region.End - _at);
            _scanner.Look(piece[..take]);
            piece = piece[take..];
            _at += take;
            if (_at < region.End) return;
            Note(region, _scanner.Take(out _));
            _current++;
        }
    }

    private void Note(TransportRegion region, OctetFacts facts)
    {
        var part = _parts[region.Part];
        if (region.Kind == RegionKind.Head) part.Head |= facts;
        else if (region.Kind == RegionKind.Leaf) part.Content |= facts;
        else part.Between |= facts;
    }

    private void Lay(MimePart root, long size)
    {
        long at = 0;
        var open = new Stack<(int Part, int Next)>();
        Begin(root, isMessage: true, isSealed: false);
        while (open.TryPop(out var frame))
        {
            var part = _parts[frame.Part].Part;
            if (frame.Next < part.Children.Count)
            {
                open.Push((frame.Part, frame.Next + 1));
                var child = part.Children[frame.Next];
                Add(child.Headers.Offset, RegionKind.Between, frame.Part);
                Begin(child, part.IsMessage, _parts[frame.Part].IsSealed);
            }
            else Add(part.Content.End, RegionKind.Between, frame.Part);
        }

        Add(size, RegionKind.Between, 0);

        void Begin(MimePart part, bool isMessage, bool isSealed)
        {
            var number = _parts.Count;
            _parts.Add(new(part, isMessage, isSealed || part.Type is "multipart/signed" or "multipart/encrypted"));
            Add(part.Content.Offset, RegionKind.Head, number);
            if (IsLeaf(part)) Add(part.Content.End, RegionKind.Leaf, number);
            else open.Push((number, 0));
        }

        // Broken structure may have parts that begin before another ends: every octet is counted once.
        void Add(long end, RegionKind kind, int part)
        {
            if (end <= at) return;
            _regions.Add(new(at, end, kind, part));
            at = end;
        }
    }

    /// <summary>RFC 6532 §3.7: unlike message/rfc822, a message/global may be encoded as a whole.</summary>
    private static bool IsLeaf(MimePart part) => part.Type == "message/global" || (part.Children.Count == 0 && !part.IsMultipart);
}
