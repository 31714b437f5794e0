using System.Buffers;
using System.Buffers.Text;
using System.Text;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>AUTHENTICATE, LOGIN, ENABLE, ID (RFC 9051 §6.2, §6.3.1; RFC 4959; RFC 2971).</summary>
internal static class SessionRules
{
    private const int MaxIdFields = 30;

    internal static ImapCommand? Authenticate(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectSpace() || !scanner.ExpectAtom(out var mechanism)) return null;
        byte[]? response = null;
        if (scanner.Take(' ') && !scanner.ExpectBase64(out response)) return null;
        return new AuthenticateCommand(tag, mechanism.ToUpperInvariant(), response);
    }

    internal static ImapCommand? Login(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectSpace() || !scanner.ExpectAstring(out var user) || !scanner.ExpectSpace() || !scanner.ExpectAstring(out var password)) return null;

        // RFC 6855 §5: LOGIN is for names in US-ASCII; others need AUTHENTICATE.
        if (!Ascii.IsValid(user) || user.AsSpan().ContainsAnyInRange('\0', '\x1F'))
        {
            scanner.Fail("LOGIN takes a user name in US-ASCII");
            return null;
        }

        return new LoginCommand(tag, user, password);
    }

    internal static ImapCommand? Enable(ref ImapScanner scanner, string tag)
    {
        var names = new List<string>();
        while (scanner.Take(' '))
        {
            if (!scanner.ExpectAtom(out var name)) return null;
            names.Add(name.ToUpperInvariant());
        }

        return names.Count > 0 || scanner.ExpectSpace() ? new EnableCommand(tag, names) : null;
    }

    internal static ImapCommand? Id(ref ImapScanner scanner, string tag)
    {
        if (!scanner.ExpectSpace()) return null;
        var fields = new List<KeyValuePair<string, string?>>();
        if (!scanner.Take('('))
            return scanner.ExpectWord(out var nil) && (nil == "NIL" || scanner.Fail("A list or NIL is missing")) ? new IdCommand(tag, fields) : null;
        if (scanner.Take(')')) return new IdCommand(tag, fields);
        do
        {
            // RFC 2971 §3.3: the limits are the RFC's.
            if (!scanner.ExpectString(out var name) || !scanner.ExpectSpace() || !scanner.ExpectNstring(out var value)) return null;
            if (name.Length > 30 || value?.Length > 1_024 || fields.Count == MaxIdFields)
            {
                scanner.Fail("ID takes 30 fields with names of 30 and values of 1024 octets", ImapFaultKind.TooBig);
                return null;
            }

            fields.Add(new(name, value));
        }
        while (scanner.Take(' '));

        return scanner.Expect(')') ? new IdCommand(tag, fields) : null;
    }

    /// <summary>initial-resp (RFC 4959 §3): <c>=</c> is an empty one.</summary>
    private static bool ExpectBase64(this ref ImapScanner scanner, out byte[]? octets)
    {
        octets = [];
        var text = scanner.TakeRun(ImapOctets.Atom);
        if (text is [(byte)'=']) return true;
        var buffer = new byte[Base64.GetMaxDecodedFromUtf8Length(text.Length)];
        if (text.IsEmpty || Base64.DecodeFromUtf8(text, buffer, out var read, out var written) != OperationStatus.Done || read != text.Length)
            return scanner.Fail("The initial response is not base64");
        octets = buffer[..written];
        return true;
    }
}
