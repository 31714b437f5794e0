using System.Security.Cryptography;
using System.Text;

namespace MailActors.Node.Tests.Running;

/// <summary>Bodies that a careless host would change, and how to tell whether one did.</summary>
internal static class Bodies
{
    /// <summary>In octets as Latin-1, lines ended by CRLF.</summary>
    public static readonly IReadOnlyDictionary<string, string> All = new Dictionary<string, string>
    {
        ["dots"] = ".\r\n..\r\n...\r\n.a\r\n\r\n.\r\n",
        ["only a dot"] = ".\r\n",
        ["empty lines"] = "\r\n\r\nx\r\n\r\n\r\n",
        ["words of protocols"] = "From here\r\n>From there\r\nQUIT\r\nDATA\r\nBDAT 3 LAST\r\nRSET\r\n",
        ["eight bit"] = Latin1("Grüße, 你好, 👋\r\n.ünder a dot\r\n"),
        ["every octet but CR, LF and NUL"] = string.Concat(Enumerable.Range(1, 255).Where(c => c is not (10 or 13)).Select(c => (char)c)) + "\r\n",
        ["lines as long as may be"] = $".{new string('x', 997)}\r\n{new string('y', 998)}\r\nz\r\n",
        ["blanks at the end"] = "a \r\nb\t\r\n \r\n",
        ["large"] = Made(20_000),
    };

    /// <summary>What is left of a message behind its header, as a hash: the same whether a server keeps CRLF or LF.</summary>
    /// <param name="message">In octets as Latin-1.</param>
    public static string HashOf(string message)
    {
        var text = message.Replace("\r\n", "\n", StringComparison.Ordinal);
        return Hash(text[(text.IndexOf("\n\n", StringComparison.Ordinal) + 2)..]);
    }

    public static string Hash(string body) => Convert.ToHexString(SHA256.HashData(Encoding.Latin1.GetBytes(body.Replace("\r\n", "\n", StringComparison.Ordinal))));

    private static string Latin1(string text) => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text));

    private static string Made(int lines)
    {
        string[] words = [".", "..", "", ".x", "x.", "\u00e9\u00ff", " .", new('w', 70)];
        var random = new Random(20);
        return string.Concat(Enumerable.Range(0, lines).Select(_ => words[random.Next(words.Length)] + "\r\n"));
    }
}
