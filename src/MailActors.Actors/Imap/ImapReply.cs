using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap;

/// <summary>The tagged end of a command.</summary>
/// <param name="Code">The response code (RFC 9051 §7.1); null when there is none.</param>
/// <param name="Text">For people; never text that a client sent.</param>
internal sealed record ImapReply(ImapStatus Status, ResponseCode? Code, string Text)
{
    public static ImapReply Ok(string text, ResponseCode? code = null) => new(ImapStatus.Ok, code, text);

    public static ImapReply No(string text, ResponseCode? code = null) => new(ImapStatus.No, code, text);

    public static ImapReply Bad(string text, ResponseCode? code = null) => new(ImapStatus.Bad, code, text);
}

internal enum ImapStatus
{
    Ok,
    No,
    Bad,
}
