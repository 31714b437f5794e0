using System.Text;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>BODY and BODYSTRUCTURE (RFC 9051 §7.5.2) from what the describer wrote of each part. Walks the tree with a stack of its own.</summary>
/// <param name="wire">Where the describer wrote.</param>
/// <param name="extensible">BODYSTRUCTURE rather than BODY.</param>
internal sealed class BodyStructureWriter(WireBuffer wire, bool extensible)
{
    /// <summary>RFC 9051 §9 body-type-mpart wants one part at least.</summary>
    private static ReadOnlySpan<byte> NoPart => "(\"text\" \"plain\" NIL NIL NIL \"7bit\" 0 0"u8;

    private readonly WireBuffer _into = new(256);
    private readonly Stack<(PartNode Part, int Next)> _open = new();

    public byte[] Write(PartNode root)
    {
        Begin(root);
        while (_open.TryPop(out var frame))
        {
            if (frame.Next < frame.Part.Children.Count)
            {
                _open.Push((frame.Part, frame.Next + 1));
                Begin(frame.Part.Children[frame.Next]);
            }
            else End(frame.Part);
        }

        return _into.ToArray();
    }

    private void Begin(PartNode part)
    {
        _into.Raw("("u8);
        switch (part.Kind)
        {
            case PartKind.Multipart:
                if (part.Children.Count == 0) _into.Raw(NoPart).Raw(extensible ? " NIL NIL NIL NIL)"u8 : ")"u8);
                break;
            case PartKind.Message:
                WriteBasic(part);
                _into.Raw(" "u8).Raw(Written(part.Children[0].EnvelopeWire, EnvelopeWriter.Empty)).Raw(" "u8);
                break;
            default:
                WriteBasic(part);
                if (part.Kind == PartKind.Text) _into.Raw(" "u8).Number(part.Lines);
                End(part);
                return;
        }

        _open.Push((part, 0));
    }

    private void End(PartNode part)
    {
        if (part.Kind == PartKind.Message) _into.Raw(" "u8).Number(part.Lines);
        if (part.Kind == PartKind.Multipart)
        {
            _into.Raw(" "u8);
            WriteType(part);
        }
        else if (extensible) _into.Raw(" "u8).Raw(Written(part.ExtensionWire, "NIL NIL NIL NIL"u8));

        _into.Raw(")"u8);
    }

    /// <summary>body-ext-mpart begins with the parameters; body-type-mpart without extension has the subtype only.</summary>
    private void WriteType(PartNode part)
    {
        if (extensible)
        {
            WriteType(part, withMajor: false);
            _into.Raw(" "u8).Raw(Written(part.ExtensionWire, "NIL NIL NIL"u8));
        }
        else _into.String(Encoding.UTF8.GetBytes(part.Type["multipart/".Length..]));
    }

    private void WriteBasic(PartNode part)
    {
        WriteType(part, withMajor: true);
        _into.Raw(" "u8);
        if (IsWritten(part.FieldsWire)) _into.Raw(wire[part.FieldsWire]);
        else _into.Raw("NIL NIL "u8).String(Encoding.UTF8.GetBytes(part.Encoding));
        _into.Raw(" "u8).Number(part.ContentEnd - part.ContentStart);
    }

    private void WriteType(PartNode part, bool withMajor)
    {
        if (IsWritten(part.TypeWire))
        {
            _into.Raw(wire[part.TypeWire]);
            return;
        }

        var slash = part.Type.IndexOf('/');
        if (withMajor) _into.String(Encoding.UTF8.GetBytes(part.Type[..slash])).Raw(" "u8);
        _into.String(Encoding.UTF8.GetBytes(part.Type[(slash + 1)..])).Raw(" NIL"u8);
    }

    private ReadOnlySpan<byte> Written(Range range, ReadOnlySpan<byte> otherwise) => IsWritten(range) ? wire[range] : otherwise;

    private static bool IsWritten(Range range) => !range.Equals(default);
}
