namespace MailActors.Protocol.Pop3;

/// <summary>RFC 1939 §3. UPDATE is the moment between QUIT and its answer, in which no command is read.</summary>
public enum Pop3State
{
    Authorization,

    /// <summary>USER was given; PASS may follow.</summary>
    Named,
    Transaction,
}
