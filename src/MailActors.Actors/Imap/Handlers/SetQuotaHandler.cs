using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>RFC 9208 §4.1.1. Quotas are the operator's to set, never a user's.</summary>
internal static class SetQuotaHandler
{
    public static ValueTask<ImapReply?> Do() => new(ImapReply.No("Quotas are set by the operator.", ResponseCode.NoPerm));
}
