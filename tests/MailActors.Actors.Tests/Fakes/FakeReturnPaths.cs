using MailActors.Domain.Forwarding;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Srs;

namespace MailActors.Actors.Tests.Fakes;

/// <summary>Return paths with one secret, kept in memory, and a switch that makes them unable to tell.</summary>
internal sealed class FakeReturnPaths(TimeProvider time) : IReturnPaths
{
    private readonly SenderRewriting _rewriting = new(new(["a secret of ours"u8.ToArray()]));
    private readonly Dictionary<string, MailAddress> _kept = [];

    public bool CannotTell { get; set; }

    public MailAddress Of(string sender, string domain) => Make(FakeDirectory.Address(sender), domain);

    public ValueTask<MailAddress> Rewrite(MailAddress sender, string domain, CancellationToken cancel) => new(Make(sender, domain));

    public ValueTask<ReturnPath> Read(MailAddress address, CancellationToken cancel) => new(CannotTell
        ? new ReturnPath.CannotTell("test")
        : _rewriting.Read(address, time.GetUtcNow()) switch
        {
            SrsReading.Original original => new ReturnPath.To(original.Address),
            SrsReading.Kept kept => new ReturnPath.To(_kept[kept.Name]),
            SrsReading.Expired => ReturnPath.Expired.Instance,
            SrsReading.Forged => ReturnPath.Forged.Instance,
            _ => ReturnPath.None.Instance,
        });

    private MailAddress Make(MailAddress sender, string domain)
    {
        if (_rewriting.Rewrite(sender, domain, time.GetUtcNow()) is { } path) return path;
        var name = _rewriting.NameOf(sender);
        _kept[name] = sender;
        return _rewriting.RewriteKept(name, domain, time.GetUtcNow());
    }
}
