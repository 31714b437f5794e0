using System.Buffers;

namespace MailActors.Protocol.Mime.Headers;

/// <summary>The octets that mean something in an address list (RFC 5322 §3.2.3). Brackets count only where a domain starts.</summary>
internal static class AddressOctets
{
    public static readonly SearchValues<byte> EndOfAtom = SearchValues.Create("()<>:;@,.\" \t\r\n\0"u8);

    private static readonly SearchValues<byte> Specials = SearchValues.Create("()<>:;@,\""u8);

    public static bool IsSpecial(byte octet) => Specials.Contains(octet);
}
