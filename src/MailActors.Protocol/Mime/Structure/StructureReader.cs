using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Finds the parts of a message that comes in pieces. Sees every octet once, keeps one unfinished line and the fields of the header
/// section it is in, and walks no tree: what is open is a chain of parents and a list of boundaries, both bounded.
/// Broken structure is read as far as it goes: each part ends at its boundary, at an outer one, or with the message.</summary>
internal sealed class StructureReader
{
    /// <summary>Dashes, boundary, dashes, and blanks a relay may have added.</summary>
    private const int MaxBoundaryLine = MimeLimits.Boundary + 64;

    private readonly PartDescriber _describer;
    private readonly FieldValues _fields = new();
    private readonly List<PartNode> _open = [];
    private readonly PartialLine _partial = new();
    private PartNode _current;
    private bool _inHeader = true;
    private bool _lineStart = true;
    private byte _lastOctet;
    private int _lastLineEnd;
    private long _newlines;

    public StructureReader(PartDescriber describer)
    {
        _describer = describer;
        _current = new(null, 0);
        Parts.Add(_current);
    }

    /// <summary>Every parent before its children.</summary>
    public List<PartNode> Parts { get; } = new(1);

    /// <summary>Octets read.</summary>
    public long Offset { get; private set; }

    public void Feed(ReadOnlySpan<byte> piece)
    {
        while (!piece.IsEmpty)
        {
            if (_inHeader) piece = FeedHeader(piece);
            else if (_open.Count > 0) piece = FeedBody(piece);
            else
            {
                Pass(piece);
                return;
            }
        }
    }

    public void Complete()
    {
        if (_partial.Length > 0)
        {
            if (_inHeader) HeaderLine(_partial.Kept, _partial.Length, 0);
            else BodyLine(_partial.Kept);
        }

        while (_inHeader) FinishHeader(Offset);
        CloseUpTo(null, Offset, _newlines);
    }

    private ReadOnlySpan<byte> FeedHeader(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf((byte)'\n');
        if (end < 0)
        {
            _partial.Add(piece, MimeLimits.Field);
            _lastOctet = piece[^1];
            return default;
        }

        var line = piece[..(end + 1)];
        var lineEnd = (end > 0 ? piece[end - 1] : _lastOctet) == '\r' ? 2 : 1;
        if (_partial.Length == 0)
        {
            HeaderLine(line, line.Length, lineEnd);
        }
        else
        {
            _partial.Add(line, MimeLimits.Field);
            HeaderLine(_partial.Kept, _partial.Length, lineEnd);
            _partial.Clear();
        }

        _lastOctet = (byte)'\n';
        return piece[(end + 1)..];
    }

    /// <param name="kept">The line, or as much of it as was kept.</param>
    private void HeaderLine(ReadOnlySpan<byte> kept, long length, int lineEnd)
    {
        var text = kept.TrimEnd("\r\n"u8);
        if (_open.Count > 0 && TryBoundary(text, length, lineEnd)) return;
        Offset += length;
        if (lineEnd > 0) _newlines++;
        _lastLineEnd = lineEnd;
        if (length == lineEnd) FinishHeader(Offset);
        else if (!text.IsEmpty) _fields.Line(text);
    }

    private ReadOnlySpan<byte> FeedBody(ReadOnlySpan<byte> piece)
    {
        if (_lineStart) return _partial.Length == 0 ? FeedLine(piece) : FeedPartialLine(piece);
        var next = piece.IndexOf("\n--"u8);
        if (next >= 0)
        {
            Pass(piece[..(next + 1)]);
            _lineStart = true;
            return piece[(next + 1)..];
        }

        var candidate = piece.EndsWith("\n-"u8) ? piece.Length - 1 : piece.Length;
        Pass(piece[..candidate]);
        _lineStart = _lastOctet == '\n';
        return piece[candidate..];
    }

    private ReadOnlySpan<byte> FeedLine(ReadOnlySpan<byte> piece)
    {
        var isCandidate = piece.Length < 2 ? piece[0] == '-' : piece.StartsWith("--"u8);
        var end = isCandidate ? piece.IndexOf((byte)'\n') : -1;
        if (!isCandidate || (end < 0 && piece.Length > MaxBoundaryLine))
        {
            _lineStart = false;
            return piece;
        }

        if (end < 0)
        {
            _partial.Add(piece, MaxBoundaryLine);
            return default;
        }

        BodyLine(piece[..(end + 1)]);
        return piece[(end + 1)..];
    }

    private ReadOnlySpan<byte> FeedPartialLine(ReadOnlySpan<byte> piece)
    {
        var end = piece.IndexOf((byte)'\n');
        var take = end < 0 ? piece.Length : end + 1;
        if (_partial.Length + take > MaxBoundaryLine)
        {
            Pass(_partial.Kept);
            _partial.Clear();
            _lineStart = false;
            return piece;
        }

        _partial.Add(piece[..take], MaxBoundaryLine);
        if (end < 0) return default;
        BodyLine(_partial.Kept);
        _partial.Clear();
        return piece[take..];
    }

    private void BodyLine(ReadOnlySpan<byte> line)
    {
        var lineEnd = line.EndsWith("\r\n"u8) ? 2 : line.EndsWith("\n"u8) ? 1 : 0;
        if (!TryBoundary(line[..^lineEnd], line.Length, lineEnd)) Pass(line);
        _lineStart = true;
    }

    /// <summary>RFC 2046 §5.1.1: the line end in front of a boundary belongs to it. An outer boundary ends all that is open inside.</summary>
    private bool TryBoundary(ReadOnlySpan<byte> line, long length, int lineEnd)
    {
        if (!line.StartsWith("--"u8)) return false;
        var name = line[2..].TrimEnd(" \t"u8);
        for (var i = _open.Count - 1; i >= 0; i--)
        {
            var multipart = _open[i];
            if (!name.StartsWith(multipart.Boundary)) continue;
            var rest = name[multipart.Boundary.Length..];
            var isLast = rest.SequenceEqual("--"u8);
            if (!isLast && !rest.IsEmpty) continue;
            CloseUpTo(multipart, Offset - _lastLineEnd, _newlines - (_lastLineEnd > 0 ? 1 : 0));
            _open.RemoveRange(isLast ? i : i + 1, _open.Count - (isLast ? i : i + 1));
            Offset += length;
            if (lineEnd > 0) _newlines++;
            _lastLineEnd = lineEnd;
            _lastOctet = (byte)'\n';
            _lineStart = true;
            _current = multipart;
            if (!isLast) Open(multipart);
            return true;
        }

        return false;
    }

    private void Open(PartNode parent)
    {
        if (Parts.Count >= MimeLimits.Parts) return;
        _current = parent.AddChild(Offset);
        Parts.Add(_current);
        _inHeader = true;
    }

    private void FinishHeader(long end)
    {
        var part = _current;
        part.ContentStart = Math.Max(part.HeaderStart, end);
        part.Lines = _newlines;
        _inHeader = false;
        _lineStart = true;
        _fields.Finish();
        _describer.Describe(part, _fields, mayNest: part.Depth < MimeLimits.Depth - 1 && Parts.Count < MimeLimits.Parts);
        _fields.Clear();
        if (part.Kind == PartKind.Message)
        {
            _current = part.AddChild(part.ContentStart);
            Parts.Add(_current);
            _inHeader = true;
        }
        else if (part.Boundary.Length > 0) _open.Add(part);
    }

    /// <summary>Ends every open part inside <paramref name="multipart"/>; all of them when it is null.</summary>
    private void CloseUpTo(PartNode? multipart, long end, long newlines)
    {
        while (_inHeader) FinishHeader(end);
        for (var part = _current; part != multipart && part is not null; part = part.Parent)
        {
            // Where two boundaries meet, the line end between them may belong to a part that has just begun: then its parents have it too.
            end = part.ContentEnd = Math.Max(part.ContentStart, end);
            part.Lines = Math.Max(0, newlines - part.Lines);
        }
    }

    private void Pass(ReadOnlySpan<byte> content)
    {
        if (content.IsEmpty) return;
        _describer.Preview.Take(_current, content);
        _newlines += content.Count((byte)'\n');
        Offset += content.Length;
        if (content[^1] == '\n') _lastLineEnd = (content.Length > 1 ? content[^2] : _lastOctet) == '\r' ? 2 : 1;
        _lastOctet = content[^1];
    }
}
