using MailActors.Protocol.Mime.Decoding;
using MailActors.Protocol.Mime.Encoders;

namespace MailActors.Protocol.Mime.Transport;

/// <summary>What is to be done to a message so that it can go over a transport of lines: RFC 6152 §3 lets a relay make valid 7-bit MIME of 8-bit MIME or
/// give the message back; the same is done for lines that are too long and for binary content. Every leaf is encoded by itself, as composite types
/// have no encoding (RFC 2045 §6.4). What a signature protects is not touched: RFC 1847 §2.1 says so of a signed part, and a message whose DKIM
/// signature is broken on the way would be taken for a forgery where the author's domain asks for that. Its sender hears of it instead.</summary>
/// <param name="Encodings">For each part its new encoding; null: it stays as it is.</param>
/// <param name="Folds">For each part whether its header has lines to fold.</param>
public sealed record TransportPlan(IReadOnlyList<string?> Encodings, IReadOnlyList<bool> Folds, TransportFault? Fault)
{
    /// <param name="eightBit">The transport carries octets above 127.</param>
    /// <param name="isUtf8">The message is one of RFC 6532 and so may have them in its headers.</param>
    /// <param name="utf8Header">The transport carries such headers.</param>
    /// <param name="isSigned">Somebody else has signed the message.</param>
    public static TransportPlan For(MessageRegions message, bool eightBit, bool isUtf8, bool utf8Header, bool isSigned)
    {
        var parts = message.Parts;
        var encodings = new string?[parts.Count];
        var folds = new bool[parts.Count];
        var changes = false;
        for (var i = 0; i < parts.Count; i++)
        {
            var part = parts[i];
            if (Header(part.Head, eightBit, isUtf8, utf8Header) is { } fault) return Failed(fault);
            if (!Passes(part.Between, eightBit)) return Failed(TransportFault.NoPart);
            folds[i] = part.Head.HasFlag(OctetFacts.LongLine);
            if (!Passes(part.Content, eightBit))
            {
                if (TransferDecoder.For(part.Part.Encoding) is null) return Failed(TransportFault.UnknownEncoding);
                encodings[i] = part.Part.Type.StartsWith("text/", StringComparison.Ordinal) && !part.Content.HasFlag(OctetFacts.Nul) ? "quoted-printable" : "base64";
            }

            if (!folds[i] && encodings[i] is null) continue;
            if (part.IsSealed) return Failed(TransportFault.Signed);
            changes = true;
        }

        if (!changes) return new(encodings, folds, null);
        if (isSigned) return Failed(TransportFault.Signed);
        for (var i = 0; i < parts.Count; i++) encodings[i] ??= parts[i].IsSealed ? null : Lowered(parts[i].Part.Encoding, eightBit);
        return new(encodings, folds, null);
    }

    /// <summary>Only NUL goes: what IMAP can't show in a string (RFC 9051 §4.3.1). Everything else stays as its owner wrote it.</summary>
    public static TransportPlan WithoutNul(MessageRegions message)
    {
        var encodings = new string?[message.Parts.Count];
        for (var i = 0; i < encodings.Length; i++)
        {
            var part = message.Parts[i];
            if (((part.Head | part.Between) & OctetFacts.Nul) != 0) return Failed(TransportFault.NoPart);
            if ((part.Content & OctetFacts.Nul) == 0) continue;
            if (part.IsSealed) return Failed(TransportFault.Signed);
            if (TransferDecoder.For(part.Part.Encoding) is null) return Failed(TransportFault.UnknownEncoding);
            encodings[i] = "base64";
        }

        return new(encodings, new bool[encodings.Length], null);
    }

    public static TransferEncoder? Encoder(string? encoding) => encoding switch
    {
        "quoted-printable" => new QuotedPrintableEncoder(),
        "base64" => new Base64Encoder(),
        _ => null,
    };

    private static TransportPlan Failed(TransportFault fault) => new([], [], fault);

    private static TransportFault? Header(OctetFacts facts, bool eightBit, bool isUtf8, bool utf8Header)
    {
        if ((facts & (OctetFacts.BareNewline | OctetFacts.Nul)) != 0) return TransportFault.NoPart;
        if (!facts.HasFlag(OctetFacts.HighBit) || utf8Header) return null;
        if (isUtf8) return TransportFault.HeaderUtf8;
        return eightBit ? null : TransportFault.HeaderOctets;
    }

    private static bool Passes(OctetFacts facts, bool eightBit) => (facts & (eightBit ? OctetFacts.Binary : OctetFacts.Binary | OctetFacts.HighBit)) == 0;

    /// <summary>A label that says more than the transport may carry.</summary>
    private static string? Lowered(string encoding, bool eightBit) => encoding switch
    {
        "binary" => eightBit ? "8bit" : "7bit",
        "8bit" when !eightBit => "7bit",
        _ => null,
    };
}
