namespace MailActors.Protocol.Smtp.Client;

/// <summary>RFC 2034 §4: the status code at the start of a reply's text.</summary>
internal static class EnhancedStatus
{
    /// <summary>Null when there is none or its class is another than that of the reply.</summary>
    public static string? Of(string text, int replyClass)
    {
        var end = text.IndexOf(' ');
        var word = end < 0 ? text.AsSpan() : text.AsSpan(0, end);
        if (word.Length is < 5 or > 9 || word[0] != '0' + replyClass || word[1] != '.') return null;
        var rest = word[2..];
        var dot = rest.IndexOf('.');
        return dot > 0 && IsNumber(rest[..dot]) && IsNumber(rest[(dot + 1)..]) ? word.ToString() : null;
    }

    /// <summary>RFC 3463 §2: up to three digits.</summary>
    private static bool IsNumber(ReadOnlySpan<char> text) => text.Length is >= 1 and <= 3 && !text.ContainsAnyExceptInRange('0', '9');
}
