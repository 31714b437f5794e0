namespace MailActors.Protocol.Smtp.Client;

/// <summary>What a transaction came to for one recipient.</summary>
/// <param name="Reply">What decided; null when none came.</param>
public sealed record RemoteAnswer(RemoteVerdict Verdict, RemoteReply? Reply);

public enum RemoteVerdict
{
    /// <summary>The host has taken the message over.</summary>
    Accepted,

    /// <summary>4xx, or no reply.</summary>
    Later,

    /// <summary>5xx.</summary>
    Never,

    /// <summary>The host takes no more recipients in one transaction.</summary>
    NotTried,
}
