using MailActors.Protocol.Addresses;

namespace MailActors.Actors.Forwarding;

/// <summary>Under which reverse-path mail from outside is forwarded. Pure.
/// <para>SPF of the domain in the reverse-path passes for what we send, and DMARC takes that for the author's word when the author is of that domain
/// (RFC 7489 §3.1.2: of the same organization). So a stranger who writes in the name of a domain must not get that domain's reverse-path from us
/// (acceptance RL-04; Liu et al., "Forward Pass", EuroS&amp;P 2023).</para></summary>
public abstract record ForwardedSender
{
    private ForwardedSender() { }

    public sealed record Unchanged : ForwardedSender
    {
        public static readonly Unchanged Instance = new();
    }

    public sealed record Rewritten(string Domain) : ForwardedSender;

    /// <summary>Whatever reverse-path it got would vouch for its author.</summary>
    public sealed record Refused : ForwardedSender
    {
        public static readonly Refused Instance = new();
    }

    public static ForwardedSender Of(ForwardedMail mail, string domain)
    {
        // RFC 7208 §2.4: with the empty path SPF asks about the name in EHLO, and that is ours.
        if (mail.Sender is not { } sender) return mail.Speaks(mail.HostName) ? Refused.Instance : Unchanged.Instance;
        // Rewritten once already, by us: it leads back, and would only grow.
        if (mail.Standing == SenderStanding.ReturnPath) return mail.MaySpeak(sender.Domain) ? Refused.Instance : Unchanged.Instance;
        if (!mail.MaySpeak(domain)) return new Rewritten(domain);
        // As it came it vouches for nobody, unless it is itself in a domain that has us for a sender.
        return (mail.Standing == SenderStanding.Ours || IsAligned(sender.Domain, domain)) && mail.MaySpeak(sender.Domain) ? Refused.Instance : Unchanged.Instance;
    }

    /// <summary>Of one organization, as far as the names tell: the same, or one below the other.</summary>
    internal static bool IsAligned(string one, string other) =>
        one == other || one.EndsWith("." + other, StringComparison.Ordinal) || other.EndsWith("." + one, StringComparison.Ordinal);
}

/// <param name="Authors">Of its header.</param>
/// <param name="AuthorsInDoubt">Somebody else may read other authors out of it.</param>
/// <param name="HostName">Ours in EHLO.</param>
public sealed record ForwardedMail(MailAddress? Sender, SenderStanding Standing, IReadOnlyList<MailAddress> Authors, bool AuthorsInDoubt, string HostName)
{
    /// <summary>It is written in the name of this domain.</summary>
    internal bool Speaks(string domain) => Authors.Any(author => ForwardedSender.IsAligned(author.Domain, domain));

    internal bool MaySpeak(string domain) => AuthorsInDoubt || Speaks(domain);
}

/// <summary>Whose a reverse-path is.</summary>
public enum SenderStanding
{
    Foreign,

    /// <summary>In a domain of ours.</summary>
    Ours,

    /// <summary>One that we have made for forwarding.</summary>
    ReturnPath,
}
