using System.Buffers;
using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp;

/// <summary>What clients call themselves. Many send what is no domain (a bare host name, an underscore), so the name is not required to be one,
/// only to be harmless in a header and a log.</summary>
internal static class HelloName
{
    private static readonly SearchValues<byte> Harmless =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:[]"u8);

    public static string? Read(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.Length > AddressParser.MaxDomain) return null;
        if (!text.ContainsAnyExcept(Harmless)) return Encoding.ASCII.GetString(text);
        // RFC 6531 §3.7.1: an international name goes as A-labels; be kind to U-labels.
        return !Ascii.IsValid(text) && AddressParser.TryParseDomain(Encoding.UTF8.GetString(text), out var domain) ? domain : null;
    }
}
