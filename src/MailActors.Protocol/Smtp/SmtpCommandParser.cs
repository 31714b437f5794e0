using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Protocol.Smtp;

/// <summary>One line to one command. Knows no session and no clock; the line is bounded by whoever read it. Faults are data: every line gets an answer.</summary>
public static class SmtpCommandParser
{
    private const int MaxVerb = 8;

    public static ParsedCommand Parse(ReadOnlySpan<byte> line)
    {
        // RFC 5321 §4.1.1: trailing white space is tolerated.
        var end = line.Length;
        while (end > 0 && line[end - 1] is (byte)' ' or (byte)'\t') end--;
        line = line[..end];

        if (line.IndexOfAnyInRange<byte>(0, 0x1F) is var control && control >= 0 && line[control] != '\t')
            return ParsedCommand.Bad(IsTlsHello(line) ? SmtpVerb.Foreign : SmtpVerb.Unknown, SmtpRejection.UnknownCommand, control);

        var space = line.IndexOf((byte)' ');
        var word = space < 0 ? line : line[..space];
        var arguments = space < 0 ? new SmtpArguments(line, line.Length) : new SmtpArguments(line, space + 1);
        return Verb(word) switch
        {
            SmtpVerb.Mail => PathCommandParser.Mail(arguments),
            SmtpVerb.Rcpt => PathCommandParser.Rcpt(arguments),
            SmtpVerb.Ehlo => Hello(SmtpVerb.Ehlo, arguments),
            SmtpVerb.Helo => Hello(SmtpVerb.Helo, arguments),
            SmtpVerb.Lhlo => Hello(SmtpVerb.Lhlo, arguments),
            SmtpVerb.Data => Alone(PlainCommand.Data, arguments),
            SmtpVerb.Bdat => Bdat(arguments),
            SmtpVerb.Rset => Alone(PlainCommand.Rset, arguments),
            SmtpVerb.Quit => Alone(PlainCommand.Quit, arguments),
            SmtpVerb.StartTls => Alone(PlainCommand.StartTls, arguments),
            SmtpVerb.Noop => ParsedCommand.Of(PlainCommand.Noop), // RFC 5321 §4.1.1.9: a string may follow and is ignored
            SmtpVerb.Help => ParsedCommand.Of(PlainCommand.Help),
            SmtpVerb.Vrfy => WithString(PlainCommand.Vrfy, arguments),
            SmtpVerb.Expn => WithString(PlainCommand.Expn, arguments),
            SmtpVerb.Auth => Auth(arguments),
            SmtpVerb.Foreign => ParsedCommand.Of(PlainCommand.Foreign),
            _ => ParsedCommand.Bad(SmtpVerb.Unknown, SmtpRejection.UnknownCommand, 0),
        };
    }

    private static SmtpVerb Verb(ReadOnlySpan<byte> word)
    {
        if (word.Length is < 3 or > MaxVerb) return SmtpVerb.Unknown;
        Span<byte> upper = stackalloc byte[MaxVerb];
        for (var i = 0; i < word.Length; i++) upper[i] = word[i] is >= (byte)'a' and <= (byte)'z' ? (byte)(word[i] - 32) : word[i];
        ReadOnlySpan<byte> verb = upper[..word.Length];
        if (verb.SequenceEqual("MAIL"u8)) return SmtpVerb.Mail;
        if (verb.SequenceEqual("RCPT"u8)) return SmtpVerb.Rcpt;
        if (verb.SequenceEqual("DATA"u8)) return SmtpVerb.Data;
        if (verb.SequenceEqual("BDAT"u8)) return SmtpVerb.Bdat;
        if (verb.SequenceEqual("RSET"u8)) return SmtpVerb.Rset;
        if (verb.SequenceEqual("QUIT"u8)) return SmtpVerb.Quit;
        if (verb.SequenceEqual("EHLO"u8)) return SmtpVerb.Ehlo;
        if (verb.SequenceEqual("LHLO"u8)) return SmtpVerb.Lhlo;
        if (verb.SequenceEqual("HELO"u8)) return SmtpVerb.Helo;
        if (verb.SequenceEqual("NOOP"u8)) return SmtpVerb.Noop;
        if (verb.SequenceEqual("AUTH"u8)) return SmtpVerb.Auth;
        if (verb.SequenceEqual("STARTTLS"u8)) return SmtpVerb.StartTls;
        if (verb.SequenceEqual("VRFY"u8)) return SmtpVerb.Vrfy;
        if (verb.SequenceEqual("EXPN"u8)) return SmtpVerb.Expn;
        if (verb.SequenceEqual("HELP"u8)) return SmtpVerb.Help;
        return IsHttp(verb) ? SmtpVerb.Foreign : SmtpVerb.Unknown;
    }

    /// <summary>The methods of RFC 9110 §9, RFC 5789 and HTTP/2's preface.</summary>
    private static bool IsHttp(ReadOnlySpan<byte> verb) =>
        verb.SequenceEqual("GET"u8) || verb.SequenceEqual("POST"u8) || verb.SequenceEqual("CONNECT"u8) || verb.SequenceEqual("PUT"u8)
        || verb.SequenceEqual("HEAD"u8) || verb.SequenceEqual("OPTIONS"u8) || verb.SequenceEqual("DELETE"u8) || verb.SequenceEqual("TRACE"u8)
        || verb.SequenceEqual("PATCH"u8) || verb.SequenceEqual("PRI"u8);

    /// <summary>A handshake record of TLS 1.x (RFC 8446 §5.1).</summary>
    private static bool IsTlsHello(ReadOnlySpan<byte> line) => line is [0x16, 0x03, <= 0x04, ..];

    private static ParsedCommand Alone(PlainCommand command, SmtpArguments arguments) =>
        arguments.AtEnd ? ParsedCommand.Of(command) : ParsedCommand.Bad(command.Verb, SmtpRejection.BadSyntax, arguments.Position);

    private static ParsedCommand WithString(PlainCommand command, SmtpArguments arguments) =>
        arguments.AtEnd ? ParsedCommand.Bad(command.Verb, SmtpRejection.BadSyntax, arguments.Position) : ParsedCommand.Of(command);

    private static ParsedCommand Hello(SmtpVerb verb, SmtpArguments arguments)
    {
        var name = HelloName.Read(arguments.Rest);
        return name is null ? ParsedCommand.Bad(verb, SmtpRejection.BadSyntax, arguments.Position) : ParsedCommand.Of(new HelloCommand(verb, name));
    }

    /// <summary>bdat-cmd = "BDAT" SP chunk-size [ SP end-marker ] (RFC 3030 §2).</summary>
    private static ParsedCommand Bdat(SmtpArguments arguments)
    {
        if (!arguments.TakeNumber(out var size)) return ParsedCommand.Bad(SmtpVerb.Bdat, SmtpRejection.BadSyntax, arguments.Position);
        if (arguments.AtEnd) return ParsedCommand.Of(new BdatCommand(size, Last: false));
        if (!arguments.TakeSpace() || !arguments.TakeWord("LAST"u8) || !arguments.AtEnd)
            return ParsedCommand.Bad(SmtpVerb.Bdat, SmtpRejection.BadSyntax, arguments.Position);
        return ParsedCommand.Of(new BdatCommand(size, Last: true));
    }

    /// <summary>auth-command = "AUTH" SP sasl-mech [SP initial-response] (RFC 4954 §8).</summary>
    private static ParsedCommand Auth(SmtpArguments arguments)
    {
        var mechanism = arguments.TakeKeyword();
        if (mechanism is null) return ParsedCommand.Bad(SmtpVerb.Auth, SmtpRejection.BadSyntax, arguments.Position);
        if (arguments.AtEnd) return ParsedCommand.Of(new AuthCommand(mechanism, null));
        if (!arguments.TakeSpace() || arguments.AtEnd) return ParsedCommand.Bad(SmtpVerb.Auth, SmtpRejection.BadSyntax, arguments.Position);
        var response = arguments.Rest;
        return response.ContainsAnyExceptInRange((byte)0x21, (byte)0x7E)
            ? ParsedCommand.Bad(SmtpVerb.Auth, SmtpRejection.LoginMalformed, arguments.Position)
            : ParsedCommand.Of(new AuthCommand(mechanism, System.Text.Encoding.ASCII.GetString(response)));
    }
}
