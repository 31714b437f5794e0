using System.Collections;
using System.Text;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Reads commands.txt, and writes records down on one line.</summary>
internal static class Golden
{
    internal sealed record Case(bool Good, bool Utf8Names, bool LoggedIn, string Line, string? Expected);

    internal static IEnumerable<Case> Cases()
    {
        Case? waiting = null;
        using var stream = typeof(Golden).Assembly.GetManifestResourceStream("imap-commands.txt")!;
        using var lines = new StreamReader(stream);
        while (lines.ReadLine() is { } line)
        {
            if (waiting is not null)
            {
                yield return waiting with { Expected = line.StartsWith("= ", StringComparison.Ordinal) ? line[2..] : null };
                waiting = null;
            }

            if (line.Length == 0 || line[0] is '#' or '=') continue;
            var space = line.IndexOf(' ');
            var read = new Case(line[0] == '+', line[..space].Contains('8'), !line[..space].Contains('0'), line[(space + 1)..], null);
            if (read.Good) waiting = read;
            else yield return read;
        }
    }

    /// <summary>The octets of a line of the file.</summary>
    internal static byte[] Octets(string line) =>
        Encoding.UTF8.GetBytes(line.Replace("␍", "\r\n", StringComparison.Ordinal).Replace('␠', ' ').Replace("␀", "\0", StringComparison.Ordinal) + "\r\n");

    internal static string Dump(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text.Replace("\0", "␀", StringComparison.Ordinal)}\"",
        byte[] octets => Encoding.Latin1.GetString(octets).Replace("\0", "␀", StringComparison.Ordinal),
        DateOnly day => day.ToString("yyyy-MM-dd"),
        SearchKey or FetchItem => Record(value),
        ImapCommand => Record(value),
        SequenceSet or PartNumber or Enum or bool or long or int or uint => value.ToString()!,
        KeyValuePair<string, string?> pair => $"{pair.Key}={Dump(pair.Value)}",
        IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Dump))}]",
        _ => Record(value),
    };

    private static string Record(object value)
    {
        var type = value.GetType();
        var constructor = type.GetConstructors().MaxBy(c => c.GetParameters().Length)!;
        var values = constructor.GetParameters().Where(p => p.Name != "Tag").Select(p => Dump(type.GetProperty(p.Name!)!.GetValue(value)));
        var name = type.Name.EndsWith("Command", StringComparison.Ordinal) ? type.Name[..^7] : type.Name;
        return $"{name}({string.Join(", ", values)})";
    }
}
