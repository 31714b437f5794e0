using System.Diagnostics.CodeAnalysis;

namespace MailActors.Protocol.Srs;

/// <summary>The local part of an SRS address, taken apart. Whether its hash is true is another question.</summary>
public abstract record SrsForm(string Hash)
{
    /// <summary><c>SRS0=hash=day=host=local</c>: a sender that one forwarder has rewritten.</summary>
    public sealed record First(string Hash, string Day, string Host, string Local) : SrsForm(Hash);

    /// <summary><c>SRS1=hash=host=…</c>: a later forwarder leads back to the first, whose own form follows with its separator.</summary>
    public sealed record Later(string Hash, string Host, string Rest) : SrsForm(Hash);

    /// <summary><c>SRS0=hash=day==name</c>: ours alone, for a sender too long for the others; it is kept here under a name.</summary>
    public sealed record Kept(string Hash, string Day, string Name) : SrsForm(Hash);

    /// <summary>Behind the tag each of three separators may stand: some hosts take what follows a + or - for a tag of the user SRS0.</summary>
    public static bool IsTagged(ReadOnlySpan<char> local) =>
        local.Length > 5 && local.StartsWith("SRS", StringComparison.OrdinalIgnoreCase) && local[3] is '0' or '1' && local[4] is '=' or '+' or '-';

    public static bool TryRead(string local, [NotNullWhen(true)] out SrsForm? form)
    {
        form = null;
        if (!IsTagged(local)) return false;
        if (local[3] == '1')
        {
            if (local[5..].Split('=', 3) is [{ Length: > 0 } hash, { Length: > 0 } host, { Length: > 1 } rest]) form = new Later(hash, host, rest);
        }
        else
        {
            if (local[5..].Split('=', 4) is [{ Length: > 0 } hash, { Length: > 0 } day, var host, { Length: > 0 } user])
                form = host.Length > 0 ? new First(hash, day, host, user) : new Kept(hash, day, user);
        }

        return form is not null;
    }
}
