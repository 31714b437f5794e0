namespace MailActors.Actors.Delivery.Remote;

/// <summary>The domains an operator's rule is for: one by its name, <c>.example.org</c> for all below it, or <c>*</c> for all.</summary>
internal static class DomainPattern
{
    /// <summary>Higher for the pattern that says more exactly which domain is meant; null when it isn't meant at all.</summary>
    public static int? Precision(string pattern, string domain)
    {
        if (pattern == "*") return 0;
        if (string.Equals(pattern, domain, StringComparison.OrdinalIgnoreCase)) return int.MaxValue;
        return pattern.StartsWith('.') && domain.EndsWith(pattern, StringComparison.OrdinalIgnoreCase) ? pattern.Length : null;
    }
}
