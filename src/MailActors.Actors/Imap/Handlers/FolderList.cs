using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap.Handlers;

/// <summary>Which folders a LIST names, and how (RFC 5258 §3, §4). Pure.</summary>
internal static class FolderList
{
    /// <param name="Folder">Null for a name that is subscribed to and does not exist.</param>
    /// <param name="ChildSubscribed">A folder below it was selected by RECURSIVEMATCH (CHILDINFO).</param>
    internal sealed record Entry(string Name, FolderInfo? Folder, IReadOnlyList<string> Attributes, bool ChildSubscribed);

    public static IEnumerable<Entry> Select(MailboxReplies.MailboxView view, ListCommand command)
    {
        var folders = view.Folders.ToDictionary(f => f.Name, StringComparer.Ordinal);
        var parents = new HashSet<string>(folders.Keys.SelectMany(Parents), StringComparer.Ordinal);
        var patterns = command.Patterns.Select(p => ListPattern.Join(command.Reference, p)).ToArray();
        var wantsSubscribed = command.Selection.HasFlag(ListSelection.Subscribed);
        var names = new SortedDictionary<string, bool>(StringComparer.Ordinal); // value: has a selected folder below it
        foreach (var name in wantsSubscribed ? (IEnumerable<string>)view.Subscriptions : folders.Keys)
        {
            if (command.Selection.HasFlag(ListSelection.SpecialUse) && folders.GetValueOrDefault(name)?.SpecialUse is null or SpecialUse.None) continue;
            var told = Matches(patterns, name);
            if (told) names.TryAdd(name, false);

            // RFC 5258 §3.5: a parent that tells of nothing but what is told itself is redundant.
            if (told || !command.Selection.HasFlag(ListSelection.RecursiveMatch)) continue;
            foreach (var parent in Parents(name))
                if (Matches(patterns, parent)) names[parent] = true;
        }

        var tellsSubscribed = wantsSubscribed || command.Return.HasFlag(ListReturn.Subscribed);
        foreach (var (name, below) in names)
        {
            var folder = folders.GetValueOrDefault(name);
            var attributes = new List<string>(4);
            if (folder is null) attributes.Add(MailboxAttributes.NonExistent);
            attributes.Add(parents.Contains(name) ? MailboxAttributes.HasChildren : MailboxAttributes.HasNoChildren);
            if (folder is not null && SpecialUses.Name(folder.SpecialUse) is { } use) attributes.Add(use);
            if (tellsSubscribed && view.Subscriptions.Contains(name)) attributes.Add(MailboxAttributes.Subscribed);
            yield return new(name, folder, attributes, below && wantsSubscribed);
        }
    }

    /// <summary>The levels above a name, the nearest first.</summary>
    public static IEnumerable<string> Parents(string name)
    {
        for (var end = name.LastIndexOf(ListPattern.Separator); end > 0; end = name.LastIndexOf(ListPattern.Separator, end - 1)) yield return name[..end];
    }

    private static bool Matches(string[] patterns, string name)
    {
        foreach (var pattern in patterns)
            if (ListPattern.Matches(pattern, name)) return true;
        return false;
    }
}
