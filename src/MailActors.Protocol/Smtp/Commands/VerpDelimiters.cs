using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Commands;

/// <summary>How XVERP writes a recipient into the reverse-path, as Postfix does it: <c>owner@origin</c> and <c>user@domain</c> make
/// <c>owner+user=domain@origin</c>.</summary>
/// <param name="Recipient">Before the recipient's local part.</param>
/// <param name="Domain">In place of the recipient's "@".</param>
public sealed record VerpDelimiters(char Recipient, char Domain)
{
    public static readonly VerpDelimiters Default = new('+', '=');

    /// <summary>Two of "-+=", which are Postfix's verp_delimiter_filter; null when they are others.</summary>
    public static VerpDelimiters? Read(ReadOnlySpan<byte> value) =>
        value is [(byte)'-' or (byte)'+' or (byte)'=', (byte)'-' or (byte)'+' or (byte)'='] ? new((char)value[0], (char)value[1]) : null;

    /// <summary>The sender with the recipient in it; null when that is no address: longer than a local part may be (RFC 5321 §4.5.3.1.1), so that no host
    /// could send a bounce to it.</summary>
    public MailAddress? Encode(MailAddress sender, MailAddress recipient)
    {
        var local = AddressParser.Quote($"{sender.LocalPart}{Recipient}{recipient.LocalPart}{Domain}{recipient.Domain}");
        return AddressParser.TryParse($"{local}@{sender.Domain}", out var encoded) ? encoded : null;
    }
}
