using System.Globalization;
using System.Text;
using System.Text.Unicode;

namespace MailActors.Protocol.Pop3;

/// <summary>A line that was read. <paramref name="Command"/> is null when its arguments are wrong.</summary>
public readonly record struct ParsedLine(Pop3Verb Verb, Pop3Command? Command);

/// <summary>Reads command lines (RFC 1939 §3, RFC 2449 §4): a keyword in any case, arguments parted by single spaces.</summary>
public static class Pop3CommandParser
{
    private static readonly Dictionary<string, Pop3Verb> Verbs = new(StringComparer.OrdinalIgnoreCase)
    {
        ["USER"] = Pop3Verb.User,
        ["PASS"] = Pop3Verb.Pass,
        ["AUTH"] = Pop3Verb.Auth,
        ["CAPA"] = Pop3Verb.Capa,
        ["STLS"] = Pop3Verb.Stls,
        ["UTF8"] = Pop3Verb.Utf8,
        ["STAT"] = Pop3Verb.Stat,
        ["LIST"] = Pop3Verb.List,
        ["UIDL"] = Pop3Verb.Uidl,
        ["RETR"] = Pop3Verb.Retr,
        ["TOP"] = Pop3Verb.Top,
        ["DELE"] = Pop3Verb.Dele,
        ["NOOP"] = Pop3Verb.Noop,
        ["RSET"] = Pop3Verb.Rset,
        ["QUIT"] = Pop3Verb.Quit,
        ["GET"] = Pop3Verb.Foreign,
        ["POST"] = Pop3Verb.Foreign,
        ["PUT"] = Pop3Verb.Foreign,
        ["HEAD"] = Pop3Verb.Foreign,
        ["OPTIONS"] = Pop3Verb.Foreign,
        ["CONNECT"] = Pop3Verb.Foreign,
        ["PRI"] = Pop3Verb.Foreign,
        ["EHLO"] = Pop3Verb.Foreign,
        ["HELO"] = Pop3Verb.Foreign,
    };

    /// <param name="line">Without its CRLF.</param>
    public static ParsedLine Parse(ReadOnlySpan<byte> line)
    {
        if (line.Length > 0 && line[0] is < 0x20 or 0x7F or 0x80) return new(Pop3Verb.Foreign, null);
        var space = line.IndexOf((byte)' ');
        var keyword = space < 0 ? line : line[..space];
        ReadOnlySpan<byte> rest = space < 0 ? default : line[(space + 1)..];
        var verb = keyword.Length > 8 ? Pop3Verb.Unknown : Verbs.GetValueOrDefault(Encoding.Latin1.GetString(keyword));

        // RFC 1939 §7: a password may hold spaces, so all behind the first one is it. Elsewhere spaces at the end mean nothing.
        if (verb is not (Pop3Verb.User or Pop3Verb.Pass)) rest = rest.TrimEnd((byte)' ');
        return new(verb, Arguments(verb, rest));
    }

    private static Pop3Command? Arguments(Pop3Verb verb, ReadOnlySpan<byte> rest)
    {
        switch (verb)
        {
            case Pop3Verb.User:
                return TryText(rest, out var name) ? new Pop3Command.User(name) : null;
            case Pop3Verb.Pass:
                return TryText(rest, out var password) ? new Pop3Command.Pass(password) : null;
            case Pop3Verb.Auth:
                return Auth(rest);
            case Pop3Verb.List or Pop3Verb.Uidl when rest.IsEmpty:
                return new Pop3Command.Listing(verb, null);
            case Pop3Verb.List or Pop3Verb.Uidl:
                return TryNumber(rest, out var listed) ? new Pop3Command.Listing(verb, listed) : null;
            case Pop3Verb.Retr:
                return TryNumber(rest, out var retrieved) ? new Pop3Command.Retr(retrieved) : null;
            case Pop3Verb.Dele:
                return TryNumber(rest, out var deleted) ? new Pop3Command.Dele(deleted) : null;
            case Pop3Verb.Top:
                var space = rest.IndexOf((byte)' ');
                return space > 0 && TryNumber(rest[..space], out var message) && TryNumber(rest[(space + 1)..], out var lines)
                    ? new Pop3Command.Top(message, lines)
                    : null;
            case Pop3Verb.Unknown or Pop3Verb.Foreign:
                return null;
            default:
                return rest.IsEmpty ? new Pop3Command.Plain(verb) : null;
        }
    }

    private static Pop3Command.Auth? Auth(ReadOnlySpan<byte> rest)
    {
        var space = rest.IndexOf((byte)' ');
        var mechanism = space < 0 ? rest : rest[..space];

        // RFC 4422 §3.1: at most 20 octets.
        if (mechanism.Length is 0 or > 20 || !Ascii.IsValid(mechanism)) return null;
        ReadOnlyMemory<byte>? initial = null;
        if (space >= 0) initial = rest[(space + 1)..].ToArray();
        return new(Encoding.ASCII.GetString(mechanism), initial);
    }

    /// <summary>RFC 6856 §3: names and passwords are UTF-8.</summary>
    private static bool TryText(ReadOnlySpan<byte> octets, out string text)
    {
        text = "";
        if (octets.IsEmpty || octets.Contains((byte)0) || !Utf8.IsValid(octets)) return false;
        text = Encoding.UTF8.GetString(octets);
        return true;
    }

    private static bool TryNumber(ReadOnlySpan<byte> digits, out int number) =>
        int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out number);
}
