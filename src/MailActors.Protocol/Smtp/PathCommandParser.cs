using System.Text;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Protocol.Smtp;

/// <summary>MAIL and RCPT: a path and ESMTP parameters (RFC 5321 §4.1.1.2, §4.1.1.3).</summary>
internal static class PathCommandParser
{
    private const int MaxEnvelopeId = 100; // RFC 3461 §4.4
    private const int MaxOriginalRecipient = 500; // RFC 3461 §4.2

    public static ParsedCommand Mail(SmtpArguments arguments)
    {
        if (!arguments.TakeWord("FROM:"u8)) return ParsedCommand.Bad(SmtpVerb.Mail, SmtpRejection.BadSyntax, arguments.Position);
        arguments.TakeSpace(); // not in the grammar, and sent by many
        var path = arguments.Rest;
        if (AddressParser.ReadPath(path, out var sender, out var length) != AddressFault.None)
            return ParsedCommand.Bad(SmtpVerb.Mail, SmtpRejection.BadSender, arguments.Position);
        arguments.Skip(length);
        var parameters = new MailParameters();
        while (!arguments.AtEnd)
        {
            if (ReadMailParameter(ref arguments, ref parameters) is { } fault) return ParsedCommand.Bad(SmtpVerb.Mail, fault, arguments.Position);
        }

        if (!parameters.Utf8 && !Ascii.IsValid(path[..length])) return ParsedCommand.Bad(SmtpVerb.Mail, SmtpRejection.SenderNeedsUtf8, 0);
        return ParsedCommand.Of(new MailCommand(
            sender, parameters.Size, parameters.Body ?? BodyParameter.SevenBit, parameters.Utf8,
            parameters.Return ?? RetParameter.Unspecified, parameters.EnvelopeId, parameters.Auth)
        {
            RequireTls = parameters.RequireTls, Hold = parameters.Hold, DeliverBy = parameters.DeliverBy, Priority = parameters.Priority, Verp = parameters.Verp,
        });
    }

    public static ParsedCommand Rcpt(SmtpArguments arguments)
    {
        if (!arguments.TakeWord("TO:"u8)) return ParsedCommand.Bad(SmtpVerb.Rcpt, SmtpRejection.BadSyntax, arguments.Position);
        arguments.TakeSpace();
        MailAddress? recipient = null;
        var international = false;
        if (!arguments.TakeWord("<POSTMASTER>"u8))
        {
            if (AddressParser.ReadPath(arguments.Rest, out recipient, out var length) != AddressFault.None || recipient is null)
                return ParsedCommand.Bad(SmtpVerb.Rcpt, SmtpRejection.BadRecipient, arguments.Position);
            international = !Ascii.IsValid(arguments.Rest[..length]);
            arguments.Skip(length);
        }

        NotifyParameter? notify = null;
        string? original = null;
        while (!arguments.AtEnd)
        {
            if (ReadRcptParameter(ref arguments, ref notify, ref original) is { } fault)
                return ParsedCommand.Bad(SmtpVerb.Rcpt, fault, arguments.Position);
        }

        international |= original is not null && !Ascii.IsValid(original); // RFC 6533 §3: only where SMTPUTF8 was said
        return ParsedCommand.Of(new RcptCommand(recipient, notify ?? NotifyParameter.Unspecified, original, international));
    }

    private static SmtpRejection? ReadMailParameter(ref SmtpArguments arguments, ref MailParameters found)
    {
        if (!arguments.TakeSpace()) return SmtpRejection.BadSyntax;
        if (arguments.TakeKeyword() is not { } keyword) return SmtpRejection.BadSyntax;
        var value = ReadOnlySpan<byte>.Empty;
        var hasValue = arguments.TakeWord("="u8);
        if (keyword == "SIZE" && hasValue) return found.Size is null && arguments.TakeNumber(out var size) && Set(ref found.Size, size) ? null : SmtpRejection.BadParameter;
        if (hasValue) value = keyword == "XVERP" ? arguments.TakeWordOfAny() : arguments.TakeValue();
        var good = keyword switch
        {
            "SMTPUTF8" => !hasValue && !found.Utf8 && (found.Utf8 = true),
            "REQUIRETLS" => !hasValue && !found.RequireTls && (found.RequireTls = true),
            "BODY" => found.Body is null && (found.Body = Body(value)) is not null,
            "RET" => found.Return is null && (found.Return = Ret(value)) is not null,
            "ENVID" => found.EnvelopeId is null && value.Length is > 0 and <= MaxEnvelopeId && Xtext.IsPrintable(value)
                && Set(ref found.EnvelopeId, Encoding.ASCII.GetString(value)),
            "AUTH" => found.Auth is null && !value.IsEmpty && (value.SequenceEqual("<>"u8) || Xtext.IsPrintable(value))
                && Set(ref found.Auth, Encoding.ASCII.GetString(value)),
            "HOLDFOR" => found.Hold is null && (found.Hold = SubmissionValues.HoldFor(value)) is not null, // RFC 4865 §4: one of the two, once
            "HOLDUNTIL" => found.Hold is null && (found.Hold = SubmissionValues.HoldUntil(value)) is not null,
            "BY" => found.DeliverBy is null && (found.DeliverBy = SubmissionValues.DeliverBy(value)) is not null,
            "MT-PRIORITY" => found.Priority is null && (found.Priority = SubmissionValues.Priority(value)) is not null,
            "XVERP" => found.Verp is null && (found.Verp = hasValue ? VerpDelimiters.Read(value) : VerpDelimiters.Default) is not null,
            "SIZE" => false,
            _ => (bool?)null,
        };
        return good switch { true => null, false => SmtpRejection.BadParameter, null => SmtpRejection.UnknownParameter };
    }

    private static SmtpRejection? ReadRcptParameter(ref SmtpArguments arguments, ref NotifyParameter? notify, ref string? original)
    {
        if (!arguments.TakeSpace()) return SmtpRejection.BadSyntax;
        if (arguments.TakeKeyword() is not { } keyword) return SmtpRejection.BadSyntax;
        var value = arguments.TakeWord("="u8) ? arguments.TakeValue() : [];
        switch (keyword)
        {
            case "NOTIFY":
                if (notify is not null || Notify(value) is not { } wanted) return SmtpRejection.BadParameter;
                notify = wanted;
                return null;
            case "ORCPT":
                var type = value.IndexOf((byte)';');
                if (original is not null || value.Length > MaxOriginalRecipient || type < 1 || type == value.Length - 1) return SmtpRejection.BadParameter;
                if (Ascii.EqualsIgnoreCase(value[..type], "utf-8"u8) ? !Xtext.IsPrintableUtf8(value) : !Xtext.IsPrintable(value)) return SmtpRejection.BadParameter;
                original = Encoding.UTF8.GetString(value);
                return null;
            default:
                return SmtpRejection.UnknownParameter;
        }
    }

    private static BodyParameter? Body(ReadOnlySpan<byte> value) =>
        Ascii.EqualsIgnoreCase(value, "7BIT"u8) ? BodyParameter.SevenBit
        : Ascii.EqualsIgnoreCase(value, "8BITMIME"u8) ? BodyParameter.EightBitMime
        : Ascii.EqualsIgnoreCase(value, "BINARYMIME"u8) ? BodyParameter.BinaryMime
        : null;

    private static RetParameter? Ret(ReadOnlySpan<byte> value) =>
        Ascii.EqualsIgnoreCase(value, "FULL"u8) ? RetParameter.Full : Ascii.EqualsIgnoreCase(value, "HDRS"u8) ? RetParameter.Headers : null;

    /// <summary>NEVER alone, or a list of the others (RFC 3461 §4.1).</summary>
    private static NotifyParameter? Notify(ReadOnlySpan<byte> value)
    {
        var all = NotifyParameter.Unspecified;
        foreach (var range in value.Split((byte)','))
        {
            var word = value[range];
            var one = Ascii.EqualsIgnoreCase(word, "NEVER"u8) ? NotifyParameter.Never
                : Ascii.EqualsIgnoreCase(word, "SUCCESS"u8) ? NotifyParameter.Success
                : Ascii.EqualsIgnoreCase(word, "FAILURE"u8) ? NotifyParameter.Failure
                : Ascii.EqualsIgnoreCase(word, "DELAY"u8) ? NotifyParameter.Delay
                : NotifyParameter.Unspecified;
            if (one == NotifyParameter.Unspecified || (all != NotifyParameter.Unspecified && (one == NotifyParameter.Never || all == NotifyParameter.Never)))
                return null;
            all |= one;
        }

        return all == NotifyParameter.Unspecified ? null : all;
    }

    private static bool Set<T>(ref T field, T value)
    {
        field = value;
        return true;
    }

    private struct MailParameters
    {
        public long? Size;
        public BodyParameter? Body;
        public bool Utf8;
        public bool RequireTls;
        public RetParameter? Return;
        public string? EnvelopeId;
        public string? Auth;
        public HoldParameter? Hold;
        public DeliverByParameter? DeliverBy;
        public int? Priority;
        public VerpDelimiters? Verp;
    }
}
