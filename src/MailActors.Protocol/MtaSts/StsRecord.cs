namespace MailActors.Protocol.MtaSts;

/// <summary>The TXT record of RFC 8461 §3.1.</summary>
public static class StsRecord
{
    private const int LongestId = 32;

    /// <summary>The id of the one record; null when there is none, or more than one, or it can't be read: then no policy is to be had.</summary>
    /// <param name="texts">Of <c>_mta-sts.DOMAIN</c>, each record's strings joined.</param>
    public static string? IdOf(IEnumerable<string> texts)
    {
        string[] ours = [.. texts.Where(IsOurs).Take(2)];
        if (ours.Length != 1) return null;
        string? id = null;
        foreach (var field in ours[0].Split(';').Skip(1))
        {
            var equals = field.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || field[..equals].Trim(' ', '\t') != "id") continue;
            if (id is not null) return null;
            id = field[(equals + 1)..].Trim(' ', '\t');
        }

        return id is { Length: > 0 and <= LongestId } && id.All(char.IsAsciiLetterOrDigit) ? id : null;
    }

    private static bool IsOurs(string text) =>
        text.StartsWith("v=STSv1", StringComparison.Ordinal) && text["v=STSv1".Length..].TrimStart(' ', '\t') is [';', ..];
}
