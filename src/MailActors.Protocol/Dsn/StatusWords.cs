namespace MailActors.Protocol.Dsn;

/// <summary>What a status code (RFC 3463, IANA registry) means for the person who wrote the message, and what they can do.</summary>
internal static class StatusWords
{
    public static (string Meaning, string Advice) For(string status)
    {
        var detail = status.Length > 2 ? status[2..] : "";
        return detail switch
        {
            "1.1" or "1.6" => ("There is no such address there.", "Check the spelling, or ask the recipient by other means for the right address."),
            "1.2" => ("There is no such domain.", "Check what stands behind the @ sign."),
            "1.3" => ("The address is not well formed.", "Check the spelling of the address."),
            "1.10" => ("The domain takes no mail.", "Ask the recipient by other means for another address."),
            "2.1" => ("The mailbox is disabled.", "Reach the recipient by other means."),
            "2.2" => ("The mailbox is full.", "Send the message again later, or tell the recipient by other means."),
            "2.3" or "3.4" => ("The message is too big.", "Send it without its attachments, or put these where they can be fetched."),
            "3.1" => ("The server there has no room.", "Send the message again later."),
            "4.1" or "4.2" or "4.5" => ("The server there does not answer properly.", "Send the message again later, or reach the recipient by other means."),
            "4.3" or "4.4" => ("The server for that domain cannot be found at present.", "Check what stands behind the @ sign; if it is right, send the message again later."),
            "4.6" => ("The message went round in a circle.", "The keeper of the recipient's address has to put its forwarding right."),
            "4.7" => ("It took longer than it was allowed to.", "Send the message again later, or give it more time."),
            "6.7" or "6.9" => ("The server there does not take addresses or headers in this script.", "Ask the recipient for an address in plain letters."),
            "7.4" or "7.5" or "7.10" or "7.11" or "7.30" => ("The message may travel over a secured connection only, and there was none.", "Ask the keeper of the recipient's server to put its TLS right."),
            "7.20" or "7.21" or "7.22" or "7.23" or "7.24" or "7.25" or "7.26" or "7.27" or "7.28" or "7.29" =>
                ("The server there could not make sure that the message comes from your domain, or has had too much mail from it.", "Show this notice to the keeper of your mail server."),
            _ => BySubject(detail),
        };
    }

    private static (string Meaning, string Advice) BySubject(string detail) => detail.Split('.')[0] switch
    {
        "1" => ("Something is wrong with the address.", "Check its spelling."),
        "2" => ("The mailbox does not take the message.", "Send it again later, or reach the recipient by other means."),
        "3" => ("The server there cannot take the message.", "Send it again later, or reach the recipient by other means."),
        "4" => ("The server there cannot be reached.", "Send the message again later, or reach the recipient by other means."),
        "5" or "6" => ("The server there cannot handle the message as it is.", "Send it in another form, such as plain text without attachments."),
        "7" => ("The server there refuses the message by its rules.", "What it said may tell why; if not, reach the recipient by other means."),
        _ => ("The server there does not take the message.", "What it said may tell why; if not, reach the recipient by other means."),
    };
}
