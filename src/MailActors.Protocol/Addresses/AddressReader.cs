using System.Text;
using MailActors.Protocol.Srs;

namespace MailActors.Protocol.Addresses;

/// <summary>One method for each rule of RFC 5321 §4.1.2, over UTF-8. The first fault is kept and ends the reading.</summary>
internal ref struct AddressReader(ReadOnlySpan<byte> text)
{
    private readonly ReadOnlySpan<byte> _text = text;

    public int Position { get; private set; }

    public AddressFault Fault { get; private set; }

    /// <summary>Path = "&lt;" [ A-d-l ":" ] Mailbox "&gt;", or "&lt;&gt;".</summary>
    public MailAddress? ReadPath()
    {
        if (!Take((byte)'<')) return Fail<MailAddress>(AddressFault.Syntax);
        if (Take((byte)'>')) return null;
        if (Peek() == '@')
        {
            DropSourceRoute();
            if (Fault != AddressFault.None) return null;
        }

        var address = ReadMailbox();
        if (address is not null && !Take((byte)'>')) return Fail<MailAddress>(AddressFault.Syntax);
        return address;
    }

    /// <summary>Mailbox = Local-part "@" ( Domain / address-literal ).</summary>
    public MailAddress? ReadMailbox()
    {
        var local = Peek() == '"' ? ReadQuotedString() : ReadDotString();
        if (local is null) return null;
        if (!Take((byte)'@')) return Fail<MailAddress>(AddressFault.Syntax);
        var domain = ReadDomain();
        if (domain is null) return null;
        var address = new MailAddress(local, domain);
        // RFC 5321 §4.5.3.1.3: 256 octets with the two brackets.
        if (Encoding.UTF8.GetByteCount(address.ToString()) > AddressParser.MaxPath - 2) return Fail<MailAddress>(AddressFault.PathTooLong);
        return address;
    }

    public string? ReadDomain()
    {
        var start = Position;
        var literal = Peek() == '[';
        while (Peek() is var octet && octet >= 0 && (literal || IsDomainOctet(octet)))
        {
            Position++;
            if (literal && octet == ']') break;
        }

        var fault = literal
            ? AddressLiteral.Read(_text[start..Position], out var domain)
            : DomainName.Read(_text[start..Position], out domain);
        return fault == AddressFault.None ? domain : Fail<string>(fault);
    }

    /// <summary>A-d-l = At-domain *( "," At-domain ), dropped with its colon (RFC 5321 §3.6.1: SHOULD be ignored).</summary>
    private void DropSourceRoute()
    {
        do
        {
            if (!Take((byte)'@'))
            {
                Fail<string>(AddressFault.Syntax);
                return;
            }

            if (ReadDomain() is null) return;
        }
        while (Take((byte)','));

        if (!Take((byte)':')) Fail<string>(AddressFault.Syntax);
        else if (Position > AddressParser.MaxPath) Fail<string>(AddressFault.PathTooLong);
    }

    private string? ReadDotString()
    {
        var start = Position;
        while (Peek() is var octet && (octet == '.' || octet >= 0x80 || (octet >= 0 && AddressCharacters.Atext.Contains((byte)octet)))) Position++;
        return Local(_text[start..Position], quoted: false);
    }

    private string? ReadQuotedString()
    {
        Span<byte> unquoted = stackalloc byte[AddressParser.MaxLocalPart];
        var length = 0;
        Position++;
        for (; Peek() is var octet && octet != '"'; Position++)
        {
            if (octet == '\\')
            {
                Position++;
                octet = Peek();
                if (octet >= 0x80) return Fail<string>(AddressFault.Syntax); // RFC 6531 leaves quoted-pair ASCII
            }

            if (octet < 0) return Fail<string>(AddressFault.Syntax);
            if (octet is < 0x20 or 0x7F) return Fail<string>(AddressFault.ForbiddenCharacter);
            if (length == unquoted.Length) return Fail<string>(AddressFault.LocalPartTooLong);
            unquoted[length++] = (byte)octet;
        }

        Position++;
        return Local(unquoted[..length], quoted: true);
    }

    private string? Local(scoped ReadOnlySpan<byte> utf8, bool quoted)
    {
        // An empty quoted local part is in the grammar but names nobody, and has crashed others (CVE-2020-10967).
        if (utf8.IsEmpty) return Fail<string>(AddressFault.Syntax);
        // RFC 5321 §4.5.3.1: no limit where it can be helped. Other forwarders put a whole address into a local part, and what they forward is wanted.
        if (utf8.Length > AddressParser.MaxLocalPart && !SrsForm.IsTagged(Encoding.Latin1.GetString(utf8[..6]))) return Fail<string>(AddressFault.LocalPartTooLong);
        if (!AddressText.TryDecode(utf8, out var text)) return Fail<string>(AddressFault.ForbiddenCharacter);
        if (!quoted && !AddressCharacters.IsDotString(text)) return Fail<string>(AddressFault.Syntax);
        return text;
    }

    private static bool IsDomainOctet(int octet) => octet is '.' or '-' or '_' or >= 0x80 || (octet is > 0 and < 0x80 && char.IsAsciiLetterOrDigit((char)octet));

    private readonly int Peek() => Position < _text.Length ? _text[Position] : -1;

    private bool Take(byte octet)
    {
        if (Peek() != octet) return false;
        Position++;
        return true;
    }

    private T? Fail<T>(AddressFault fault)
        where T : class
    {
        if (Fault == AddressFault.None) Fault = fault;
        return null;
    }
}
