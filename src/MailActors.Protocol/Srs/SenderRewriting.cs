using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Srs;

/// <summary>The Sender Rewriting Scheme as libsrs2, postsrsd and Mail::SRS have it. SPF asks whether the host that sends is one of the reverse-path's
/// domain; who forwards is not, so it puts the reverse-path into a domain of its own, in a form that leads a bounce back and that nobody can forge.</summary>
public sealed class SenderRewriting(SrsSeal seal)
{
    /// <summary>How long a bounce finds its way back, in days. Nobody tries to deliver for so long.</summary>
    public const int MaxAge = 21;

    /// <summary>The new reverse-path; null when it would be longer than a host need take (RFC 5321 §4.5.3.1.1).</summary>
    public MailAddress? Rewrite(MailAddress sender, string domain, DateTimeOffset now)
    {
        var local = Local(sender, SrsTimestamp.Of(now));
        return Encoding.UTF8.GetByteCount(local) <= AddressParser.MaxLocalPart
            && AddressParser.TryParse(new MailAddress(local, domain).ToString(), out var address) ? address : null;
    }

    /// <summary>The same for a sender that is kept here.</summary>
    public MailAddress RewriteKept(string name, string domain, DateTimeOffset now)
    {
        var day = SrsTimestamp.Of(now);
        return new($"SRS0={seal.Make(day, name)}={day}=={name}", domain);
    }

    /// <summary>The name to keep a sender under.</summary>
    public string NameOf(MailAddress sender) => seal.Name(sender.ToString());

    /// <param name="address">In a domain of ours.</param>
    public SrsReading Read(MailAddress address, DateTimeOffset now)
    {
        if (!SrsForm.IsTagged(address.LocalPart)) return SrsReading.NotRewritten.Instance;
        if (!SrsForm.TryRead(address.LocalPart, out var form)) return SrsReading.Forged.Instance;
        switch (form)
        {
            case SrsForm.First first when seal.Proves(first.Hash, first.Day, first.Host, first.Local):
                return SrsTimestamp.IsWithin(first.Day, MaxAge, now) ? Original(first.Local, first.Host) : SrsReading.Expired.Instance;
            case SrsForm.Kept kept when seal.Proves(kept.Hash, kept.Day, kept.Name):
                return SrsTimestamp.IsWithin(kept.Day, MaxAge, now) ? new SrsReading.Kept(kept.Name.ToLowerInvariant()) : SrsReading.Expired.Instance;
            // How old it is the first forwarder knows: the day is in its own form.
            case SrsForm.Later later when seal.Proves(later.Hash, later.Host, later.Rest):
                return Original($"SRS0{later.Rest}", later.Host);
            default:
                return SrsReading.Forged.Instance;
        }
    }

    private string Local(MailAddress sender, string day)
    {
        if (SrsForm.IsTagged(sender.LocalPart))
        {
            // What another forwarder made is not understood, only led back to it.
            if (sender.LocalPart[3] == '0') return Later(sender.Domain, sender.LocalPart[4..]);
            if (SrsForm.TryRead(sender.LocalPart, out var form) && form is SrsForm.Later later) return Later(later.Host, later.Rest);
        }

        return $"SRS0={seal.Make(day, sender.Domain, sender.LocalPart)}={day}={sender.Domain}={sender.LocalPart}";
    }

    private string Later(string host, string rest) => $"SRS1={seal.Make(host, rest)}={host}={rest}";

    private static SrsReading Original(string local, string host) =>
        AddressParser.TryParse(new MailAddress(local, host).ToString(), out var address) ? new SrsReading.Original(address) : SrsReading.Forged.Instance;
}
