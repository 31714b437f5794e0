using System.Net;
using System.Text;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>The words of an HTML text, for the preview only: no attempt at layout. One pass.</summary>
internal static class HtmlText
{
    private static readonly string[] Silent = ["style", "script", "head", "title"];

    public static string Plain(string html, int most)
    {
        var text = new StringBuilder(most);
        var at = 0;
        while (at < html.Length && text.Length < most)
        {
            var tag = html.IndexOf('<', at);
            var words = tag < 0 ? html.AsSpan(at) : html.AsSpan(at, tag - at);
            text.Append(words[..Math.Min(words.Length, most - text.Length)]);
            if (tag < 0) break;
            text.Append(' ');
            at = AfterTag(html, tag);
        }

        return WebUtility.HtmlDecode(text.ToString());
    }

    private static int AfterTag(string html, int tag)
    {
        if (html.AsSpan(tag).StartsWith("<!--")) return After(html, tag, "-->");
        foreach (var name in Silent)
        {
            var rest = html.AsSpan(tag + 1);
            if (rest.StartsWith(name, StringComparison.OrdinalIgnoreCase) && (rest.Length == name.Length || !char.IsLetter(rest[name.Length])))
                return After(html, tag, $"</{name}");
        }

        return After(html, tag, ">");
    }

    private static int After(string html, int from, string mark)
    {
        var end = html.IndexOf(mark, from, StringComparison.OrdinalIgnoreCase);
        if (end < 0) return html.Length;
        end = html.IndexOf('>', end);
        return end < 0 ? html.Length : end + 1;
    }
}
