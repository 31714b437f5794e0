using MailActors.Protocol.Mime;

namespace MailActors.Storage.Blobs;

/// <summary>The summary of a message with trace lines put in front: everything lies further back and the root's header is longer.
/// Trace fields are in no answer, so the wire forms stay as they are.</summary>
internal static class ShiftedSummary
{
    public static MessageSummary Behind(int head, MessageSummary body) => body with
    {
        Size = body.Size + head,
        Root = Shift(body.Root, head) with { Headers = new(0, body.Root.Headers.Length + head) },
    };

    // As deep as MimeLimits.Depth at most.
    private static MimePart Shift(MimePart part, int by) => part with
    {
        Headers = part.Headers with { Offset = part.Headers.Offset + by },
        Content = part.Content with { Offset = part.Content.Offset + by },
        Children = part.Children.Count == 0 ? part.Children : [.. part.Children.Select(child => Shift(child, by))],
    };
}
