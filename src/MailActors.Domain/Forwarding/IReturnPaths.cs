using MailActors.Protocol.Addresses;

namespace MailActors.Domain.Forwarding;

/// <summary>The reverse-paths of ours under which mail of others is forwarded (SRS), and the way back.</summary>
public interface IReturnPaths
{
    /// <summary>What <see cref="Read"/> needs is durable when it completes. Throws StorageException.</summary>
    /// <param name="domain">One of ours.</param>
    ValueTask<MailAddress> Rewrite(MailAddress sender, string domain, CancellationToken cancel);

    /// <param name="address">In a domain of ours.</param>
    ValueTask<ReturnPath> Read(MailAddress address, CancellationToken cancel);
}

/// <summary>What an address stands for.</summary>
public abstract record ReturnPath
{
    private ReturnPath() { }

    /// <summary>It is an address like any other.</summary>
    public sealed record None : ReturnPath
    {
        public static readonly None Instance = new();
    }

    /// <summary>It has the form, but none of our secrets made it.</summary>
    public sealed record Forged : ReturnPath
    {
        public static readonly Forged Instance = new();
    }

    public sealed record Expired : ReturnPath
    {
        public static readonly Expired Instance = new();
    }

    public sealed record To(MailAddress Sender) : ReturnPath;

    /// <param name="Reason">For the log; never shown to a client.</param>
    public sealed record CannotTell(string Reason) : ReturnPath;
}
