namespace MailActors.Protocol.Mime.Transport;

/// <summary>A stretch of a message. One follows the other without a gap.</summary>
/// <param name="Part">The part it is of, as a place in the list of parts.</param>
public readonly record struct TransportRegion(long Start, long End, RegionKind Kind, int Part);

public enum RegionKind
{
    /// <summary>The header fields of a part and the empty line behind them.</summary>
    Head,

    /// <summary>The content of a part that has no parts of its own: it can be put into another encoding.</summary>
    Leaf,

    /// <summary>Boundaries, and what stands before the first and behind the last.</summary>
    Between,
}

/// <summary>One part, and what was found in it.</summary>
/// <param name="IsMessage">The message itself, or one inside it: its header must say that it is MIME.</param>
/// <param name="IsSealed">It lies in a multipart/signed or multipart/encrypted, whose octets nobody may change (RFC 1847 §2.1).</param>
public sealed record TransportPart(MimePart Part, bool IsMessage, bool IsSealed)
{
    public OctetFacts Head { get; set; }

    public OctetFacts Content { get; set; }

    public OctetFacts Between { get; set; }
}
