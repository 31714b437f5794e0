using System.Text;

namespace MailActors.Protocol.Mime.Headers;

public enum HeaderAddressKind
{
    Mailbox,

    /// <summary>A group opens; <see cref="HeaderAddress.Name"/> is its name. Its mailboxes follow, then <see cref="GroupEnd"/>.</summary>
    GroupStart,
    GroupEnd,
}

/// <summary>An entry of an address list (RFC 5322 §3.4), unquoted and without comments; encoded words stay as they are.</summary>
/// <param name="Name">The display name, or the comment behind an address without one; empty when there is none.</param>
/// <param name="Route">The obsolete source route without its colon; empty when there is none.</param>
/// <param name="Domain">Empty when the address has none.</param>
public readonly record struct HeaderAddress(
    HeaderAddressKind Kind,
    ReadOnlyMemory<byte> Name,
    ReadOnlyMemory<byte> Route,
    ReadOnlyMemory<byte> LocalPart,
    ReadOnlyMemory<byte> Domain)
{
    public string LocalPartText => Encoding.UTF8.GetString(LocalPart.Span);

    public string DomainText => Encoding.UTF8.GetString(Domain.Span);
}
