using MailActors.Actors.Smtp.Intake;
using MailActors.Domain.Directory;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp;

/// <summary>An envelope in the making: from MAIL to the end of the data.</summary>
internal sealed class SmtpTransaction(MailCommand mail)
{
    private HashSet<string>? _finals;

    public QueueId Id { get; } = QueueId.New();

    public MailCommand Mail { get; } = mail;

    /// <summary>When MAIL came. Seconds since 1970 UTC.</summary>
    public long BeganAt { get; init; }

    /// <summary>Recipients at other hosts.</summary>
    public int Foreign { get; set; }

    /// <summary>Of those, the ones the account has not written to before.</summary>
    public int Strangers { get; set; }

    /// <summary>Of the message's own MT-Priority field, when it counts.</summary>
    public int? HeaderPriority { get; set; }

    /// <summary>The RCPT commands accepted, in order: LMTP answers each.</summary>
    public List<RcptCommand> Accepted { get; } = new(1);

    /// <summary>Its header section says that it need not go by TLS (RFC 8689 §3). Known when the header section is.</summary>
    public bool TlsOptional { get; set; }

    /// <summary>Where it goes, after aliases, each place once.</summary>
    public List<FinalRecipient> Finals { get; } = new(1);

    /// <summary>Accepted by RCPT, and refused once the message was seen (LMTP answers each by itself).</summary>
    public Dictionary<RcptCommand, SmtpRejection> Dropped { get; } = new(ReferenceEqualityComparer.Instance);

    /// <summary>A copy goes to another host because an address of ours leads there.</summary>
    public bool IsForwarded => Finals.Exists(final => final.Target.Via is not null);

    /// <summary>One local mailbox and nobody else: its fields go to the top of the message itself. Otherwise each mailbox gets an overlay.</summary>
    public bool IsForOneMailbox => Finals.Count == 1 && Finals[0].Target.Account is not null;

    /// <summary>Null until data comes.</summary>
    public MessageIntake? Intake { get; set; }

    public void Add(RcptCommand rcpt, IReadOnlyList<Target> targets)
    {
        Accepted.Add(rcpt);
        foreach (var target in targets)
        {
            if (IsNew(target)) Finals.Add(new FinalRecipient(rcpt, target));
        }
    }

    /// <summary>The reverse-path of this recipient alone, with its address in it (XVERP). Null: that of all; an address that would be too long is not made.</summary>
    public MailAddress? SenderOf(FinalRecipient final) =>
        Mail is { Verp: { } verp, ReversePath: { } sender } ? verp.Encode(sender, final.Rcpt.ForwardPath ?? final.Target.Address) : null;

    /// <param name="at">In <see cref="Finals"/>.</param>
    public void Drop(int at, SmtpRejection reason)
    {
        Dropped[Finals[at].Rcpt] = reason;
        Finals.RemoveAt(at);
    }

    public void Discard()
    {
        Intake?.Discard();
        Intake = null;
    }

    // Two addresses that lead to one mailbox are one delivery.
    private bool IsNew(Target target)
    {
        if (Finals.Count == 0) return true;
        if (_finals is null)
        {
            _finals = new HashSet<string>(StringComparer.Ordinal);
            foreach (var final in Finals) _finals.Add(Key(final.Target));
        }

        return _finals.Add(Key(target));
    }

    private static string Key(Target target) => target.Account is { } account ? $"{account} {target.Tag}" : target.Address.Key;
}

/// <param name="Rcpt">The command that led here; its address is null for the bare Postmaster.</param>
internal sealed record FinalRecipient(RcptCommand Rcpt, Target Target)
{
    /// <summary>The domain of ours that the reverse-path is rewritten in for this copy; null: it stays.</summary>
    public string? RewriteIn { get; init; }
}

/// <summary>The octets of one BDAT command on their way in.</summary>
/// <param name="Refusal">Non-null: they are read and dropped, and then this is said.</param>
internal sealed record ChunkInProgress(BdatCommand Command, SmtpRejection? Refusal);
