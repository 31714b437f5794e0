namespace MailActors.Protocol.Imap;

/// <summary>The attributes of LIST answers (RFC 9051 §7.3.1, RFC 6154 §2).</summary>
public static class MailboxAttributes
{
    public const string NonExistent = "\\NonExistent";
    public const string NoSelect = "\\Noselect";
    public const string NoInferiors = "\\NoInferiors";
    public const string HasChildren = "\\HasChildren";
    public const string HasNoChildren = "\\HasNoChildren";
    public const string Subscribed = "\\Subscribed";
    public const string All = "\\All";
    public const string Archive = "\\Archive";
    public const string Drafts = "\\Drafts";
    public const string Flagged = "\\Flagged";
    public const string Junk = "\\Junk";
    public const string Sent = "\\Sent";
    public const string Trash = "\\Trash";

    public static readonly IReadOnlyList<string> SpecialUses = [All, Archive, Drafts, Flagged, Junk, Sent, Trash];
}
