namespace MailActors.Domain.Forwarding;

/// <summary>The secrets that reverse-paths of forwarded mail are proven with.</summary>
public interface IForwardingSecrets
{
    /// <summary>The newest first: it is the one in use.</summary>
    IReadOnlyList<ForwardingSecret> List();

    /// <summary>From now on a new one is used; the others prove what they have made for as long as that leads back. Durable when it completes; may
    /// throw StorageException.</summary>
    Task<ForwardingSecret> Rotate(CancellationToken cancel);
}

/// <param name="Created">Seconds since 1970 UTC.</param>
/// <param name="ProvesUntil">Seconds since 1970 UTC; null for the one in use.</param>
public sealed record ForwardingSecret(long Created, long? ProvesUntil);
