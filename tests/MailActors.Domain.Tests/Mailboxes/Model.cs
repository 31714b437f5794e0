using MailActors.Domain.Mailboxes;

namespace MailActors.Domain.Tests.Mailboxes;

/// <summary>A mailbox as naive as can be: what the real one is held against.</summary>
internal sealed class Model
{
    private SortedDictionary<string, Folder> _folders = new(StringComparer.Ordinal) { ["INBOX"] = new() };

    public bool Has(string name) => _folders.ContainsKey(name);

    public static string Line(uint uid, int number, FlagSet flags) =>
        $"{uid} {number} {flags.System} {string.Join(' ', flags.Keywords.Order(StringComparer.Ordinal))}";

    public string Shown() => string.Join('\n', _folders.SelectMany(f =>
        f.Value.Messages.Select(m => Line(m.Uid, m.Number, m.Flags)).Prepend($"{f.Key} next {f.Value.Next}")));

    public void Add(string name, IEnumerable<(int Number, FlagSet Flags)> messages)
    {
        if (!_folders.TryGetValue(name, out var folder)) return;
        foreach (var (number, flags) in messages.ToArray()) folder.Messages.Add(new(folder.Next++, number, flags));
    }

    public void Store(string name, UidSet uids, FlagChange change, FlagSet flags)
    {
        if (!_folders.TryGetValue(name, out var folder)) return;
        for (var i = 0; i < folder.Messages.Count; i++)
        {
            var message = folder.Messages[i];
            if (!uids.Contains(message.Uid)) continue;
            folder.Messages[i] = message with
            {
                Flags = change switch
                {
                    FlagChange.Add => new(message.Flags.System | flags.System, [.. message.Flags.Keywords.Union(flags.Keywords)]),
                    FlagChange.Remove => new(message.Flags.System & ~flags.System, [.. message.Flags.Keywords.Except(flags.Keywords)]),
                    _ => flags,
                },
            };
        }
    }

    public void Copy(string from, UidSet uids, string to, bool move)
    {
        if (!Has(from) || !Has(to)) return;
        var messages = _folders[from].Messages.Where(m => uids.Contains(m.Uid)).ToArray();
        Add(to, messages.Select(m => (m.Number, m.Flags)));
        if (move) _folders[from].Messages.RemoveAll(m => messages.Contains(m));
    }

    /// <summary>The UIDs of what no session has heard of.</summary>
    public uint[] TakeRecent(string name)
    {
        if (!_folders.TryGetValue(name, out var folder)) return [];
        uint[] recent = [.. folder.Messages.Where(m => m.Uid >= folder.Heard).Select(m => m.Uid)];
        if (recent.Length > 0) folder.Heard = folder.Next;
        return recent;
    }

    public int Recent(string name) => _folders[name].Messages.Count(m => m.Uid >= _folders[name].Heard);

    public void Expunge(string name, UidSet uids, bool onlyDeleted)
    {
        if (Has(name)) _folders[name].Messages.RemoveAll(m => uids.Contains(m.Uid) && (!onlyDeleted || m.Flags.System.HasFlag(MessageFlags.Deleted)));
    }

    public void Create(string name)
    {
        foreach (var parent in FolderName.Parents(name).Append(name)) _folders.TryAdd(parent, new());
    }

    public void Delete(string name)
    {
        if (name != "INBOX" && !_folders.Keys.Any(k => k.StartsWith(name + "/", StringComparison.Ordinal))) _folders.Remove(name);
    }

    public void Rename(string from, string to)
    {
        if (!Has(from) || Has(to) || to.StartsWith(from + "/", StringComparison.Ordinal) && from != "INBOX") return;
        if (from == "INBOX")
        {
            Create(to);
            _folders[to] = _folders["INBOX"];
            _folders["INBOX"] = new() { Next = _folders[to].Next, Heard = _folders[to].Next };
            return;
        }

        foreach (var parent in FolderName.Parents(to)) _folders.TryAdd(parent, new());
        _folders = new(
            _folders.ToDictionary(f => f.Key == from || f.Key.StartsWith(from + "/", StringComparison.Ordinal) ? to + f.Key[from.Length..] : f.Key, f => f.Value),
            StringComparer.Ordinal);
    }

    private sealed class Folder
    {
        public uint Next { get; set; } = 1;

        public uint Heard { get; set; } = 1;

        public List<Message> Messages { get; } = [];
    }

    private sealed record Message(uint Uid, int Number, FlagSet Flags);
}
