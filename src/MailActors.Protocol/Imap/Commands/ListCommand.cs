namespace MailActors.Protocol.Imap.Commands;

/// <summary>RFC 9051 §6.3.9 (RFC 5258, RFC 5819, RFC 6154).</summary>
/// <param name="Reference">Put before each pattern as it is (<see cref="ListPattern.Join"/>).</param>
/// <param name="Patterns">At least one. A single empty one asks for the separator only.</param>
/// <param name="Status">Items of RETURN (STATUS (…)); None when it was not asked for.</param>
/// <param name="Extended">Any form of RFC 5258 was used: a pattern list, selection or return options.</param>
public sealed record ListCommand(
    string Tag,
    ListSelection Selection,
    string Reference,
    IReadOnlyList<string> Patterns,
    ListReturn Return,
    StatusItems Status,
    bool Extended) : ImapCommand(Tag);

/// <summary>RFC 5258 §3, RFC 6154 §2.</summary>
[Flags]
public enum ListSelection
{
    None = 0,
    Subscribed = 1,

    /// <summary>Nothing is remote here: accepted, without effect.</summary>
    Remote = 2,
    RecursiveMatch = 4,
    SpecialUse = 8,
}

[Flags]
public enum ListReturn
{
    None = 0,
    Subscribed = 1,
    Children = 2,
    SpecialUse = 4,
}
