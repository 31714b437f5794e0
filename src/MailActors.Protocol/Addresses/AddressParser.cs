namespace MailActors.Protocol.Addresses;

/// <summary>Reads addresses as RFC 5321 §4.1.2 and RFC 6531 §3.3 write them.</summary>
public static class AddressParser
{
    internal static string Quote(string localPart) => localPart;
}
