using System.Text;

namespace MailActors.Actors.Tests.Imap.Running;

/// <summary>Plays a dialogue file. Lines:
/// <c># …</c> says what the dialogue shows; <c>given INBOX with 3 messages</c> or <c>3 recent messages</c>, <c>given quota 1000 octets</c>; <c>deliver INBOX</c>;
/// <c>1 connects in the clear</c> (or <c>over TLS</c>; a session that just speaks is over TLS and logged in); <c>1&gt; text</c> is sent with CRLF, <c>1&gt;&gt; text</c>
/// as it stands with \r \n \0 written out, {octets+} counting what follows up to the last CRLF; <c>1&lt; pattern</c> is the next line, where … stands for anything, a pattern that begins with
/// "… " passes over lines, and {name} binds at its first use; <c>1 is closed</c>.</summary>
internal sealed class Transcript : IDisposable
{
    private readonly ImapWorld _world = new();
    private readonly Dictionary<string, TestClient> _sessions = [];
    private readonly Dictionary<string, string> _bound = [];

    public static async Task Play(string name)
    {
        using var transcript = new Transcript();
        var number = 0;
        foreach (var line in await File.ReadAllLinesAsync(Path.Combine(Folder, name)))
        {
            number++;
            if (line.Length == 0 || line[0] == '#') continue;
            try
            {
                await transcript.Step(line);
            }
            catch (Exception fault) when (fault is not OperationCanceledException)
            {
                throw new InvalidOperationException($"{name}:{number}: {line}\n{fault.Message}", fault);
            }
        }
    }

    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Imap", "Transcripts");

    public void Dispose() => _world.Dispose();

    private async Task Step(string line)
    {
        var words = line.Split(' ');
        if (words is ["given", "quota", var octets, "octets"]) _world.Must(new Domain.Mailboxes.MailboxCommands.OpenMailbox(ImapWorld.Account, Domain.CommandId.New(), long.Parse(octets), 0));
        else if (words is ["given", var folder, "with", var count, _]) _world.FillWithOld(folder, int.Parse(count));
        else if (words is ["given", var full, "with", var several, "recent", _]) _world.Fill(full, int.Parse(several));
        else if (words is ["deliver", var target]) _world.Deliver(target, "Subject: News\r\n\r\nNews\r\n");
        else if (words is [var who, "connects", "in", "the", "clear"]) _sessions[who] = _world.Connect(tls: false);
        else if (words is [var whom, "connects", "over", "TLS"]) _sessions[whom] = _world.Connect();
        else if (words is [var gone, "is", "closed"]) Must(await Session(gone).Result.ReadLine() is null, "The server goes on talking.");
        else if (words[0].EndsWith(">>", StringComparison.Ordinal)) (await Session(words[0][..^2])).Send(Written(line[(words[0].Length + 1)..]));
        else if (words[0].EndsWith('>')) (await Session(words[0][..^1])).Line(Bind(line[(words[0].Length + 1)..]));
        else if (words[0].EndsWith('<')) await Expect(await Session(words[0][..^1]), Shorn(line[Math.Min(words[0].Length + 1, line.Length)..]));
        else throw new FormatException("That is no line of a dialogue.");
    }

    private async Task<TestClient> Session(string name)
    {
        if (_sessions.TryGetValue(name, out var session)) return session;
        return _sessions[name] = await _world.LogIn();
    }

    private async Task Expect(TestClient client, string pattern)
    {
        var passesOver = pattern.StartsWith("… ", StringComparison.Ordinal);
        if (passesOver) pattern = pattern[2..];
        var passed = new StringBuilder();
        while (true)
        {
            var line = await client.ReadLine() ?? throw new InvalidOperationException($"Closed. Before that:\n{passed}");
            if (Matches(pattern, line)) return;
            passed.AppendLine(line);
            if (!passesOver) throw new InvalidOperationException("Got instead: " + line);
        }
    }

    /// <summary>Walks pattern and line together: literal text, then anything up to the next literal text.</summary>
    private bool Matches(string pattern, string line)
    {
        var bound = new Dictionary<string, string>();
        var at = 0;
        string? open = null; // what is being skipped: "" for …, else the name to bind
        foreach (var (text, name) in Pieces(pattern))
        {
            if (text.Length > 0)
            {
                var found = open is null ? (line.AsSpan(at).StartsWith(text) ? at : -1)
                    : name is null ? (line.EndsWith(text, StringComparison.Ordinal) ? line.Length - text.Length : -1)
                    : line.IndexOf(text, at, StringComparison.Ordinal);
                if (found < at) return false;
                if (open is { Length: > 0 }) bound[open] = line[at..found];
                at = found + text.Length;
                open = null;
            }

            if (name is null) continue;
            if (name.Length > 0 && _bound.TryGetValue(name, out var known))
            {
                if (!line.AsSpan(at).StartsWith(known)) return false;
                at += known.Length;
            }
            else
            {
                open = name;
            }
        }

        if (open is { Length: > 0 }) bound[open] = line[at..];
        if (open is null && at != line.Length) return false;
        foreach (var (name, value) in bound) _bound[name] = value;
        return true;
    }

    /// <summary>Literal text and what follows it: null at the end, "" for …, a name for {name}. {5} is text: IMAP has literals.</summary>
    private static IEnumerable<(string Text, string? Name)> Pieces(string pattern)
    {
        var start = 0;
        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] == '…')
            {
                yield return (pattern[start..i], "");
                start = i + 1;
            }
            else if (pattern[i] == '{' && i + 1 < pattern.Length && char.IsAsciiLetter(pattern[i + 1]))
            {
                var end = pattern.IndexOf('}', i);
                yield return (pattern[start..i], pattern[(i + 1)..end]);
                start = end + 1;
                i = end;
            }
        }

        yield return (pattern[start..], null);
    }

    private string Bind(string text)
    {
        foreach (var (name, value) in _bound) text = text.Replace("{" + name + "}", value, StringComparison.Ordinal);
        return text;
    }

    private string Written(string text)
    {
        text = Bind(text).Replace("\\r", "\r").Replace("\\n", "\n").Replace("\\0", "\0");
        var literal = text.IndexOf("{octets+}\r\n", StringComparison.Ordinal);
        if (literal < 0) return text;
        var size = Encoding.UTF8.GetByteCount(text[(literal + "{octets+}\r\n".Length)..]) - 2;
        return text.Replace("{octets+}", $"{{{size}+}}", StringComparison.Ordinal);
    }

    /// <summary>Without the remark behind it.</summary>
    private static string Shorn(string text)
    {
        var remark = text.IndexOf("  # ", StringComparison.Ordinal);
        return (remark < 0 ? text : text[..remark]).TrimEnd();
    }

    private static void Must(bool holds, string otherwise)
    {
        if (!holds) throw new InvalidOperationException(otherwise);
    }
}
