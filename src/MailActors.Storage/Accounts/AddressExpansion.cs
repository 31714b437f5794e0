using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;

namespace MailActors.Storage.Accounts;

/// <summary>Follows one address to where its mail goes. Iterative, each alias once; a way that comes back to itself, goes deeper than
/// <see cref="MaxDepth"/> or wider than <see cref="MaxAddresses"/> is a loop (acceptance LP-07).</summary>
/// <param name="candidate">An alias taken as if it were in the directory already.</param>
internal sealed class AddressExpansion(DirectoryIndex index, bool catchAll = true, Alias? candidate = null)
{
    public const int MaxDepth = 20;
    public const int MaxAddresses = 1000;

    private const string Postmaster = "postmaster";

    private readonly List<Step> _steps = [];
    private readonly List<Target> _targets = [];
    private HashSet<string>? _seen;
    private bool _disabled;

    /// <param name="Via">The address of ours that names it; null at the start.</param>
    /// <param name="From">Index of the step that led here; -1 at the start.</param>
    private readonly record struct Step(MailAddress Address, string Key, string? Tag, MailAddress? Via, int From, int Depth);

    /// <summary>Null: no such address.</summary>
    public Route? Follow(MailAddress address)
    {
        if (index.Domain(address.Domain) is null) return Route.Foreign.Instance;
        if (!Add(address, null, null, -1, 0)) return Route.Loop.Instance;
        for (var at = 0; at < _steps.Count; at++)
            if (!Take(at)) return Route.Loop.Instance;
        if (_targets.Count > 0) return new Route.Local(_targets);
        return _disabled ? Route.Disabled.Instance : null;
    }

    /// <summary>The whole address first, so that an address with a <c>+</c> in it can be given; then without its tag; the catch-all last.</summary>
    private bool Take(int at)
    {
        var step = _steps[at];
        if (index.Domain(step.Address.Domain) is not { } domain)
        {
            _targets.Add(new Target(step.Address, null, null) { Via = step.Via });
            return true;
        }

        if (Hit(at, step, step.Key, step.Tag) is { } whole) return whole;

        var plus = step.Address.LocalPart.IndexOf('+');
        if (plus > 0)
        {
            var tag = step.Address.LocalPart[(plus + 1)..];
            var user = step.Address with { LocalPart = step.Address.LocalPart[..plus] };
            if (Hit(at, step, user.Key, tag.Length > 0 ? tag : step.Tag) is { } known) return known;
        }

        if (!catchAll) return true;
        if (domain.CatchAll is not null && AddressParser.TryParse(domain.CatchAll, out var last) && last.Key != step.Key) return Add(last, null, step.Address, at, step.Depth + 1);

        // RFC 5321 §4.5.1: there is a postmaster in every domain, whether somebody was named or not.
        if (step.Address.LocalPart.Equals(Postmaster, StringComparison.OrdinalIgnoreCase) && index.First is { } first) _targets.Add(new Target(first.Address, first.Id, null));
        return true;
    }

    /// <summary>Null: neither an account nor an alias. False: too much.</summary>
    private bool? Hit(int at, Step step, string key, string? tag)
    {
        if (index.Account(key) is { } account)
        {
            if (account.Disabled) _disabled = true;
            else _targets.Add(new Target(account.Address, account.Id, tag));
            return true;
        }

        if ((candidate?.Address.Key == key ? candidate : index.Alias(key)) is not { } alias) return null;
        foreach (var target in alias.Targets)
            if (!Add(target, tag, alias.Address, at, step.Depth + 1)) return false;
        return true;
    }

    private bool Add(MailAddress address, string? tag, MailAddress? via, int from, int depth)
    {
        var key = address.Key;
        if (depth > MaxDepth) return false;
        if (from >= 0)
        {
            for (var at = from; at >= 0; at = _steps[at].From)
                if (_steps[at].Key == key) return false;

            // By two ways to the same place is no loop, and one copy is enough.
            _seen ??= new(StringComparer.Ordinal) { _steps[0].Key };
            if (!_seen.Add(key)) return true;
        }

        if (_steps.Count > MaxAddresses) return false;
        _steps.Add(new Step(address, key, tag, via, from, depth));
        return true;
    }
}
