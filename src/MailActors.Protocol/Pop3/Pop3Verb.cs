namespace MailActors.Protocol.Pop3;

public enum Pop3Verb
{
    Unknown,

    /// <summary>Another protocol's client talks to us (HTTP, a TLS hello): the connection ends without a word, so that nothing
    /// of ours can be mistaken for an answer.</summary>
    Foreign,
    User,
    Pass,
    Auth,
    Capa,
    Stls,
    Utf8,
    Stat,
    List,
    Uidl,
    Retr,
    Top,
    Dele,
    Noop,
    Rset,
    Quit,
}
