using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Imap.Reading;

/// <summary>The parts of APPEND around its literals (RFC 9051 §6.3.12, RFC 3502).</summary>
internal static class AppendRules
{
    /// <summary>What stands before a message: flags, date, and the literal that is it. The messages themselves never get here, so after one of them the line goes on
    /// as if nothing had been there.</summary>
    internal static bool ExpectMessage(this ref ImapScanner scanner, out AppendMessage? message)
    {
        message = null;
        if (!scanner.ExpectSpace()) return false;
        var flags = ImapFlags.Empty;
        long? date = null;
        if (scanner.Next == '(' && (!scanner.ExpectFlags(parentheses: true, out flags) || !scanner.ExpectSpace())) return false;
        if (scanner.Next == '"')
        {
            if (!scanner.ExpectDateTime(out var seconds) || !scanner.ExpectSpace()) return false;
            date = seconds;
        }

        var binary = scanner.Take('~');
        if (!scanner.Expect('{') || !scanner.ExpectNumber(out var size)) return false;
        scanner.Take('+');
        if (!scanner.Expect('}') || !scanner.ExpectEnd()) return false;
        message = new(flags, date, size, binary);
        return true;
    }
}
