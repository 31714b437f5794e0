namespace MailActors.Protocol.Addresses;

/// <summary>An address in its one canonical form: the local part unquoted and NFC, as the sender wrote its case; the domain in
/// lower case A-labels without a trailing dot, or an address literal in brackets. Made by <see cref="AddressParser"/> only.</summary>
/// <param name="LocalPart">Unquoted (RFC 5321 §4.1.2): <c>"a b"@d</c> holds <c>a b</c>.</param>
public sealed record MailAddress(string LocalPart, string Domain)
{
    /// <summary>The form under which the directory keeps it: the local part in lower case (we treat it without regard to case).</summary>
    public string Key => $"{LocalPart.ToLowerInvariant()}@{Domain}";

    /// <summary>The wire form, the local part quoted where it must be.</summary>
    public override string ToString() => $"{AddressParser.Quote(LocalPart)}@{Domain}";
}
