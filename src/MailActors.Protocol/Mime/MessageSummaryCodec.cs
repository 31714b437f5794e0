using MailActors.Protocol.Mime.Summaries;

namespace MailActors.Protocol.Mime;

/// <summary>The form in which a summary is kept: version, checksum, then fields one behind the other, numbers as LEB128.
/// Extend-only: a new field goes to the end, readers take what they know and leave the rest. The parts are written parents first.</summary>
public static class MessageSummaryCodec
{
    private const byte Version = 1;
    private const int Header = 1 + sizeof(uint);

    public static byte[] Write(MessageSummary summary)
    {
        var writer = new SummaryWriter(Header + 128 + summary.Envelope.Length + summary.Body.Length + summary.BodyStructure.Length);
        writer.Skip(Header);
        writer.Number(summary.Size);
        writer.Octets(summary.Envelope.Span);
        writer.Octets(summary.Body.Span);
        writer.Octets(summary.BodyStructure.Span);
        writer.Number(summary.SentDate is null ? 0 : 1);
        writer.Signed(summary.SentDate?.UnixSeconds ?? 0);
        writer.Signed(summary.SentDate?.OffsetMinutes ?? 0);
        writer.Text(summary.Fields.From);
        writer.Text(summary.Fields.To);
        writer.Text(summary.Fields.Cc);
        writer.Text(summary.Fields.Bcc);
        writer.Text(summary.Fields.Subject);
        writer.Text(summary.MessageId);
        writer.Text(summary.Preview);
        PartTree.Write(summary.Root, writer);
        return writer.Seal(Version);
    }

    /// <summary>Null when the octets are damaged or of a version this program does not know.</summary>
    public static MessageSummary? Read(ReadOnlySpan<byte> kept)
    {
        if (kept.Length < Header || kept[0] != Version || !SummaryChecksum.Holds(kept)) return null;
        var reader = new SummaryReader(kept[Header..].ToArray());
        var size = reader.Number();
        var envelope = reader.Octets();
        var body = reader.Octets();
        var structure = reader.Octets();
        var hasDate = reader.Number() != 0;
        var seconds = reader.Signed();
        var offset = (short)reader.Signed();
        var from = reader.Text();
        var to = reader.Text();
        var cc = reader.Text();
        var bcc = reader.Text();
        var subject = reader.Text();
        var messageId = reader.Text();
        var preview = reader.Text();
        var root = PartTree.Read(reader, size);
        if (root is null || reader.Failed) return null;
        return new(
            size, root, envelope, body, structure, hasDate ? new SentDate(seconds, offset) : null,
            new(from, to, cc, bcc, subject), messageId, preview);
    }
}
