using System.Collections.Immutable;

namespace MailActors.Domain.Dns;

/// <summary>What DNS says to one question, in three forms: there is something, there is nothing, it can't tell.</summary>
public abstract record DnsAnswer<T>
{
    private DnsAnswer() { }

    /// <param name="Records">Of the type asked for; bounded, never empty.</param>
    /// <param name="Name">Their owner, behind all aliases; lower case, without the last dot.</param>
    /// <param name="Authentic">Validated with DNSSEC by a resolver that is trusted (the AD bit), aliases included.</param>
    public sealed record Found(ImmutableArray<T> Records, string Name, bool Authentic) : DnsAnswer<T>;

    /// <param name="NoSuchName">True: NXDOMAIN. False: the name is there, without records of this type.</param>
    /// <param name="Authentic">That there is nothing is proved (RFC 4035 §5.4).</param>
    public sealed record Nothing(bool NoSuchName, bool Authentic) : DnsAnswer<T>;

    /// <summary>SERVFAIL (an answer that fails DNSSEC is one), no answer, or one that can't be read.</summary>
    /// <param name="Why">One line for people.</param>
    public sealed record CannotTell(string Why) : DnsAnswer<T>;
}
