using MailActors.Protocol.Mime.Structure;

namespace MailActors.Protocol.Mime;

/// <summary>Makes the summary of a message while it comes in. Linear in the octets, bounded in memory (the fields of one header section
/// and what answers say of the parts, <see cref="MimeLimits"/>; never the body), and without opinion: any octets give a summary.</summary>
public sealed class MessageSummaryBuilder
{
    private readonly WireBuffer _wire = new(1024);
    private readonly PartDescriber _describer;
    private readonly StructureReader _reader;

    public MessageSummaryBuilder()
    {
        _describer = new(_wire);
        _reader = new(_describer);
    }

    public static MessageSummary Summarise(ReadOnlySpan<byte> whole)
    {
        var builder = new MessageSummaryBuilder();
        builder.Feed(whole);
        return builder.Complete();
    }

    /// <param name="piece">The next octets; not kept.</param>
    public void Feed(ReadOnlySpan<byte> piece) => _reader.Feed(piece);

    /// <summary>Called once, after the last piece.</summary>
    public MessageSummary Complete()
    {
        _reader.Complete();
        var parts = _reader.Parts;
        for (var i = parts.Count - 1; i >= 0; i--) parts[i].Freeze();
        var root = parts[0];
        var fields = _describer.Root;
        return new(
            _reader.Offset,
            root.Part!,
            root.EnvelopeWire.Equals(default) ? EnvelopeWriter.Empty.ToArray() : _wire[root.EnvelopeWire].ToArray(),
            new BodyStructureWriter(_wire, extensible: false).Write(root),
            new BodyStructureWriter(_wire, extensible: true).Write(root),
            fields.Sent,
            fields.Search,
            fields.MessageId,
            _describer.Preview.Text());
    }
}
