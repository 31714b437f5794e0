namespace MailActors.Protocol.Mime.Summaries;

/// <summary>The tree of parts, parents first, each with the count of its children. Both ways without recursion.</summary>
internal static class PartTree
{
    public static void Write(MimePart root, SummaryWriter writer)
    {
        var open = new Stack<MimePart>();
        open.Push(root);
        while (open.TryPop(out var part))
        {
            writer.Number(part.Headers.Offset);
            writer.Number(part.Headers.Length);
            writer.Number(part.Content.Offset);
            writer.Number(part.Content.Length);
            writer.Text(part.Type);
            writer.Text(part.Charset);
            writer.Text(part.Encoding);
            writer.Number(part.Children.Count);
            for (var i = part.Children.Count - 1; i >= 0; i--) open.Push(part.Children[i]);
        }
    }

    /// <summary>Null unless every part lies inside a message of <paramref name="size"/> octets and the limits hold.</summary>
    public static MimePart? Read(SummaryReader reader, long size)
    {
        var open = new Stack<OpenPart>();
        for (var parts = 0; parts < MimeLimits.Parts + MimeLimits.Depth; parts++)
        {
            if (ReadPart(reader, size) is not { } part || open.Count > MimeLimits.Depth) return null;
            if (part.Children.Length > 0)
            {
                open.Push(part);
                continue;
            }

            var done = part.Part;
            while (true)
            {
                if (open.Count == 0) return done;
                var parent = open.Peek();
                parent.Children[parent.Filled++] = done;
                if (parent.Filled < parent.Children.Length) break;
                done = open.Pop().Part;
            }
        }

        return null;
    }

    private static OpenPart? ReadPart(SummaryReader reader, long size)
    {
        var headers = new Extent(reader.Number(), reader.Number());
        var content = new Extent(reader.Number(), reader.Number());
        var type = reader.Keyword();
        var charset = reader.Keyword();
        var encoding = reader.Keyword();
        var count = reader.Number();
        if (reader.Failed || !IsInside(headers, size) || !IsInside(content, size) || count is < 0 or > MimeLimits.Parts) return null;
        var children = count == 0 ? [] : new MimePart[count];
        return new(new(headers, content, type, charset, encoding, children), children);
    }

    private static bool IsInside(Extent extent, long size) =>
        extent.Offset >= 0 && extent.Length >= 0 && extent.Offset <= size && extent.Length <= size - extent.Offset;

    private sealed class OpenPart(MimePart part, MimePart[] children)
    {
        public MimePart Part { get; } = part;

        public MimePart[] Children { get; } = children;

        public int Filled { get; set; }
    }
}
