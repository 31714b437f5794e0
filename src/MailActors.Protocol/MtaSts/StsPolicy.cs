using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace MailActors.Protocol.MtaSts;

/// <summary>A policy of RFC 8461 §3.2.</summary>
/// <param name="MaxAge">Seconds.</param>
/// <param name="Hosts">Names of mail exchangers in lower case; <c>*.</c> in front stands for one label. Empty only with <see cref="StsMode.None"/>.</param>
public sealed record StsPolicy(StsMode Mode, long MaxAge, ImmutableArray<string> Hosts)
{
    /// <summary>Octets of a policy; the RFC's advice (§3.3).</summary>
    public const int MaxLength = 64 * 1024;

    private const long LongestAge = 31_557_600; // RFC 8461 §3.2
    private const int MostHosts = 1000;

    /// <summary>Null when it is not a valid policy.</summary>
    /// <param name="text">As served; either line end will do.</param>
    public static StsPolicy? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length > MaxLength || !Ascii.IsValid(text)) return null;
        var (version, mode, age) = ((string?)null, (StsMode?)null, (long?)null);
        var hosts = ImmutableArray.CreateBuilder<string>();
        foreach (var range in text.Split((byte)'\n'))
        {
            var line = Encoding.ASCII.GetString(text[range]).Trim(' ', '\t', '\r');
            if (line.Length == 0) continue;
            var colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 1) return null;
            var (key, value) = (line[..colon].TrimEnd(' ', '\t'), line[(colon + 1)..].Trim(' ', '\t'));
            switch (key)
            {
                // RFC 8461 §3.2: of a field that stands there twice all but the first are ignored.
                case "version": version ??= value; break;
                case "mode":
                    if (mode is null && (mode = ModeOf(value)) is null) return null;
                    break;
                case "max_age":
                    if (age is not null) break;
                    if (value.Length > 10 || !long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)) return null;
                    age = Math.Min(seconds, LongestAge);
                    break;
                case "mx":
                    if (hosts.Count == MostHosts || !IsPattern(value)) return null;
                    hosts.Add(value.TrimEnd('.').ToLowerInvariant());
                    break;
            }
        }

        if (version != "STSv1" || mode is not { } found || age is not { } lasts) return null;
        return hosts.Count == 0 && found != StsMode.None ? null : new(found, lasts, hosts.ToImmutable());
    }

    /// <summary>RFC 8461 §4.1: whether a mail exchanger is one of the policy's.</summary>
    /// <param name="host">In A-labels.</param>
    public bool Allows(string host) => Hosts.Any(pattern => pattern.StartsWith("*.", StringComparison.Ordinal)
        ? host.IndexOf('.', StringComparison.Ordinal) is > 0 and var dot && host.AsSpan(dot).Equals(pattern.AsSpan(1), StringComparison.OrdinalIgnoreCase)
        : host.Equals(pattern, StringComparison.OrdinalIgnoreCase));

    /// <summary>As a web server serves it, with CRLF.</summary>
    public override string ToString() => string.Concat(
        [
            "version: STSv1\r\n",
            string.Create(CultureInfo.InvariantCulture, $"mode: {Mode.ToString().ToLowerInvariant()}\r\n"),
            .. Hosts.Select(host => $"mx: {host}\r\n"),
            string.Create(CultureInfo.InvariantCulture, $"max_age: {MaxAge}\r\n"),
        ]);

    private static StsMode? ModeOf(string text) => text switch { "enforce" => StsMode.Enforce, "testing" => StsMode.Testing, "none" => StsMode.None, _ => null };

    private static bool IsPattern(string text)
    {
        var name = (text.StartsWith("*.", StringComparison.Ordinal) ? text[2..] : text).TrimEnd('.');
        return name.Length is > 0 and <= 253 && name.Split('.').All(label => label.Length is > 0 and <= 63 && label.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'));
    }
}

public enum StsMode
{
    None,
    Testing,
    Enforce,
}
