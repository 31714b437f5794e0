using System.Text;
using MailActors.Protocol.Mime.Headers;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Called once for each part, when its header section is complete: settles what the part is, and writes what answers
/// will say of it, so that the fields themselves need not be kept.</summary>
internal sealed class PartDescriber(WireBuffer wire)
{
    /// <summary>Octets of answers after which parts are only described by their type.</summary>
    private const int MaxWire = 4 * MimeLimits.Fields;

    private readonly ParameterList _parameters = new();

    public PreviewSource Preview { get; } = new();

    /// <summary>Of the message itself; taken before its fields go.</summary>
    public MessageFields Root { get; private set; } = MessageFields.Empty;

    /// <param name="mayNest">False when the limits are reached: what would have parts of its own counts as a file.</param>
    public void Describe(PartNode part, FieldValues fields, bool mayNest)
    {
        Classify(part, fields, mayNest);
        if (part.Parent is null) Root = MessageFields.Read(fields);
        if (wire.Length > MaxWire)
        {
            DescribeShortly(part);
            return;
        }

        WriteType(part);
        WriteFields(part, fields);
        WriteExtension(part, fields);
        if (part.IsMessage)
        {
            var start = wire.Length;
            EnvelopeWriter.Write(fields, wire);
            part.EnvelopeWire = start..wire.Length;
        }
    }

    private void Classify(PartNode part, FieldValues fields, bool mayNest)
    {
        // RFC 2046 §5.1.5: in a digest the default is a message.
        var type = part.Parent?.Type == "multipart/digest" ? "message/rfc822" : "text/plain";
        var hasType = fields.TryGet(KnownField.ContentType, out var value);
        var keyword = _parameters.Read(value);
        if (hasType && keyword.IndexOf((byte)'/') is > 0 and var slash && slash < keyword.Length - 1) type = Keywords.Lower(keyword);
        if (fields.TryGet(KnownField.ContentTransferEncoding, out var encoding))
        {
            var end = encoding.IndexOfAny(" \t;("u8);
            if (end != 0) part.Encoding = Keywords.Lower(end < 0 ? encoding : encoding[..end]);
        }

        var charset = _parameters.Find("charset"u8);
        if (!charset.IsEmpty) part.Charset = Keywords.Lower(charset);
        part.Type = type;
        if (type.StartsWith("multipart/", StringComparison.Ordinal)) ClassifyMultipart(part, mayNest);
        else if (type is "message/rfc822" or "message/global") ClassifyMessage(part, mayNest);
        else if (type.StartsWith("text/", StringComparison.Ordinal))
        {
            part.Kind = PartKind.Text;
            Preview.Offer(part, fields);
        }
    }

    private void ClassifyMultipart(PartNode part, bool mayNest)
    {
        part.Kind = mayNest ? PartKind.Multipart : PartKind.Other;
        if (!mayNest)
        {
            part.Type = Keywords.OctetStream;
            return;
        }

        var boundary = _parameters.Find("boundary"u8).TrimEnd(" \t"u8);
        if (boundary.Length <= MimeLimits.Boundary) part.Boundary = boundary.ToArray();
    }

    /// <summary>RFC 2046 §5.2.1 lets no message be encoded; one that is can't be taken apart without decoding it.</summary>
    private static void ClassifyMessage(PartNode part, bool mayNest)
    {
        if (mayNest && part.Encoding is "7bit" or "8bit" or "binary") part.Kind = PartKind.Message;
        else part.Type = Keywords.OctetStream;
    }

    private void WriteType(PartNode part)
    {
        var start = wire.Length;
        var slash = part.Type.IndexOf('/');
        if (part.Kind != PartKind.Multipart) wire.String(Encoding.UTF8.GetBytes(part.Type[..slash])).Raw(" "u8);
        wire.String(Encoding.UTF8.GetBytes(part.Type[(slash + 1)..])).Raw(" "u8);
        WriteParameters();
        part.TypeWire = start..wire.Length;
    }

    private void WriteParameters()
    {
        var any = false;
        for (var i = 0; i < _parameters.Count; i++)
        {
            if (!_parameters.TryShow(i, out var name, out var extended, out var value)) continue;
            wire.Raw(any ? " "u8 : "("u8);
            any = true;
            if (extended) wire.LowerString([.. name, (byte)'*']);
            else wire.LowerString(name);
            wire.Raw(" "u8).String(value);
        }

        if (any) wire.Raw(")"u8);
        else wire.Nil();
    }

    /// <summary>body-fld-id, -desc and -enc of RFC 9051 §9.</summary>
    private void WriteFields(PartNode part, FieldValues fields)
    {
        if (part.Kind == PartKind.Multipart) return;
        var start = wire.Length;
        wire.NString(fields.TryGet(KnownField.ContentId, out var id), id).Raw(" "u8);
        wire.NString(fields.TryGet(KnownField.ContentDescription, out var description), description).Raw(" "u8);
        wire.String(Encoding.UTF8.GetBytes(part.Encoding));
        part.FieldsWire = start..wire.Length;
    }

    /// <summary>body-fld-md5 (not of a multipart), -dsp, -lang and -loc.</summary>
    private void WriteExtension(PartNode part, FieldValues fields)
    {
        var start = wire.Length;
        if (part.Kind != PartKind.Multipart)
            wire.NString(fields.TryGet(KnownField.ContentMd5, out var md5), md5).Raw(" "u8);
        if (fields.TryGet(KnownField.ContentDisposition, out var disposition) && _parameters.Read(disposition) is { IsEmpty: false } keyword)
        {
            wire.Raw("("u8).LowerString(keyword).Raw(" "u8);
            WriteParameters();
            wire.Raw(") "u8);
        }
        else wire.Raw("NIL "u8);
        if (fields.TryGet(KnownField.ContentLanguage, out var languages)) WriteLanguages(languages);
        else wire.Nil();
        wire.Raw(" "u8).NString(fields.TryGet(KnownField.ContentLocation, out var location), location);
        part.ExtensionWire = start..wire.Length;
    }

    private void WriteLanguages(ReadOnlySpan<byte> languages)
    {
        if (languages.IndexOf((byte)',') < 0)
        {
            wire.String(languages);
            return;
        }

        var any = false;
        foreach (var range in languages.Split((byte)','))
        {
            var tag = languages[range].Trim(" \t"u8);
            if (tag.IsEmpty) continue;
            wire.Raw(any ? " "u8 : "("u8).String(tag);
            any = true;
        }

        if (any) wire.Raw(")"u8);
        else wire.Nil();
    }

    private static void DescribeShortly(PartNode part)
    {
        part.TypeWire = part.FieldsWire = part.ExtensionWire = part.EnvelopeWire = default;
    }
}
