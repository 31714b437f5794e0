namespace MailActors.Protocol.Mime.Structure;

/// <summary>A part while it is read.</summary>
internal sealed class PartNode(PartNode? parent, long headerStart)
{
    private static readonly List<PartNode> None = [];

    public PartNode? Parent { get; } = parent;

    public int Depth { get; } = parent is null ? 0 : parent.Depth + 1;

    /// <summary>A message: the root, or what lies in message/rfc822. It has an envelope.</summary>
    public bool IsMessage => Parent is null || Parent.Kind == PartKind.Message;

    public List<PartNode> Children { get; private set; } = None;

    public PartKind Kind { get; set; }

    public string Type { get; set; } = "text/plain";

    public string Charset { get; set; } = "";

    public string Encoding { get; set; } = "7bit";

    public byte[] Boundary { get; set; } = [];

    public long HeaderStart { get; } = headerStart;

    public long ContentStart { get; set; }

    public long ContentEnd { get; set; }

    /// <summary>Line ends of the message before the content, later those in it.</summary>
    public long Lines { get; set; }

    // Where what answers say of the part was written.
    public Range TypeWire { get; set; }

    public Range FieldsWire { get; set; }

    public Range ExtensionWire { get; set; }

    public Range EnvelopeWire { get; set; }

    public MimePart? Part { get; private set; }

    public PartNode AddChild(long headerStart)
    {
        if (ReferenceEquals(Children, None)) Children = [];
        var child = new PartNode(this, headerStart);
        Children.Add(child);
        return child;
    }

    /// <summary>Children are frozen before their parents.</summary>
    public void Freeze()
    {
        var children = Children.Count == 0 ? [] : new MimePart[Children.Count];
        for (var i = 0; i < children.Length; i++) children[i] = Children[i].Part!;
        Part = new(
            new(HeaderStart, ContentStart - HeaderStart),
            new(ContentStart, ContentEnd - ContentStart),
            Type,
            Charset,
            Encoding,
            children);
    }
}

internal enum PartKind
{
    Other,
    Text,
    Multipart,
    Message,
}
