namespace MailActors.Protocol.Mime.Headers;

/// <summary>Reads the address lists of From, To and the like. Takes the obsolete forms and what mail programs really write (names with dots,
/// a missing comma, an address as display name); what is no address is left out. Linear, iterative, never fails.</summary>
public static class AddressLists
{
    /// <param name="value">The field's value, folds and all.</param>
    /// <param name="most">Entries after which the rest is left unread.</param>
    public static IReadOnlyList<HeaderAddress> Parse(ReadOnlySpan<byte> value, int most = MimeLimits.Addresses)
    {
        var list = new List<HeaderAddress>(2);
        new AddressListReader(value, list, most).Read();
        return list;
    }

    /// <summary>Only the mailboxes, those in groups included.</summary>
    public static IReadOnlyList<HeaderAddress> Mailboxes(ReadOnlySpan<byte> value, int most = MimeLimits.Addresses)
    {
        var list = new List<HeaderAddress>(2);
        new AddressListReader(value, list, most).Read();
        list.RemoveAll(a => a.Kind != HeaderAddressKind.Mailbox);
        return list;
    }
}
