using System.Text;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Delivery.Remote.Content;

/// <summary>RFC 6531 §3.2: an address beyond ASCII goes only to a host that offers SMTPUTF8. There is no other way to write it.</summary>
public static class AddressNeeds
{
    public static bool Utf8(MailAddress? address) => address is not null && !Ascii.IsValid(address.LocalPart);

    /// <summary>Why this recipient can't be named to the host; null: it can.</summary>
    public static Reason? Refusal(Recipient recipient, HostOffers offers) =>
        offers.SmtpUtf8 || !Utf8(recipient.Address) ? null : new("5.6.7", "The recipient's address has characters that the next host can't take: it offers no SMTPUTF8.");
}
