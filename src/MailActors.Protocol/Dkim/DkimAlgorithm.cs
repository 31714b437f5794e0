namespace MailActors.Protocol.Dkim;

public enum DkimAlgorithm
{
    /// <summary>RFC 6376 §3.3.1, with keys of 2048 bits (RFC 8301).</summary>
    RsaSha256,

    /// <summary>RFC 8463.</summary>
    Ed25519Sha256,
}
