using MailActors.Actors.Serialization.Proto;
using MailActors.Domain.Mailboxes;
using static MailActors.Domain.Mailboxes.MailboxEvents;

namespace MailActors.Actors.Serialization;

/// <summary>Those events of a mailbox that are about its folders and the mailbox itself.</summary>
internal static class FolderEventWire
{
    public static readonly IReadOnlyList<WireType> Types =
    [
        new WireType<FoldersCreated, FoldersCreatedProto>(
            "mb.fc1",
            e => new() { Command = e.Command.ToWire(), At = e.At, Folders = { e.Folders.Select(WireParts.ToWire) } },
            p => new(p.Command.ToCommandId(), p.At, p.Folders.ToFolders())),
        new WireType<FolderDeleted, FolderDeletedProto>(
            "mb.fd1",
            e => new() { Command = e.Command.ToWire(), At = e.At, Folder = e.Folder },
            p => new(p.Command.ToCommandId(), p.At, p.Folder)),
        new WireType<FoldersRenamed, FoldersRenamedProto>(
            "mb.fr1",
            e => new()
            {
                Command = e.Command.ToWire(), At = e.At, Parents = { e.Parents.Select(WireParts.ToWire) },
                Folders = { e.Folders.Select(f => new NewFolderProto { Id = f.Id, Name = f.Name, UidValidity = f.UidValidity }) },
            },
            p => new(
                p.Command.ToCommandId(), p.At, p.Parents.ToFolders(), [.. p.Folders.Select(f => new RenamedFolder(f.Id, f.Name, f.UidValidity))])),
        new WireType<InboxRenamed, FoldersCreatedProto>(
            "mb.ir1",
            e => new() { Command = e.Command.ToWire(), At = e.At, Folders = { e.Folders.Select(WireParts.ToWire) } },
            p => new(p.Command.ToCommandId(), p.At, p.Folders.ToFolders())),
        new WireType<SubscriptionChanged, SubscriptionChangedProto>(
            "mb.s1",
            e => new() { Command = e.Command.ToWire(), At = e.At, Name = e.Name, Wanted = e.Wanted },
            p => new(p.Command.ToCommandId(), p.At, p.Name, p.Wanted)),
        new WireType<MailboxRemoved, MailboxRemovedProto>(
            "mb.r1",
            e => new() { Command = e.Command.ToWire(), At = e.At },
            p => new(p.Command.ToCommandId(), p.At)),
    ];
}
