using Akka.Actor;
using MailActors.Actors.Mailboxes;
using MailActors.Actors.Transport.Listening;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;

namespace MailActors.Actors.Operations.Palettes;

/// <summary>Who is connected. Without an address: the connections of this node; with one: the sessions that have this mailbox open, wherever they are.</summary>
public sealed class SessionPalette(IDirectoryAdmin admin, IMailboxes mailboxes, IActorRef region, IReadOnlyList<IActorRef> listeners)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public CommandPalette Make() => new("session", "Who is connected", [
        new("list", "Lists connections, or the sessions of an account", ["address?"], call => call.Optional("address") is null ? Connections(call) : Sessions(call)),
        new("kick", "Ends the sessions of an account, or one of them", ["address", "session?"], Kick),
    ]);

    private async Task<int> Connections(CommandCall call)
    {
        foreach (var listener in listeners)
        {
            var list = await listener.Ask<ListenerProtocol.ConnectionList>(ListenerProtocol.ListConnections.Instance, Patience, call.Cancel).ConfigureAwait(false);
            foreach (var one in list.Connections)
                await call.Row(("listener", list.Name), ("session", one.Session), ("remote", one.Remote.ToString()), ("since", one.Since)).ConfigureAwait(false);
        }

        return 0;
    }

    private async Task<int> Sessions(CommandCall call)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        var list = await region.Ask<MailboxSessions.SessionList>(new MailboxSessions.ListSessions(account.Id), Patience, call.Cancel).ConfigureAwait(false);
        foreach (var one in list.Sessions)
            await call.Row(("session", one.Id.ToString("N")), ("protocol", one.Protocol), ("login", one.Login), ("remote", one.Remote), ("tls", one.Tls), ("since", one.Since)).ConfigureAwait(false);
        return 0;
    }

    private async Task<int> Kick(CommandCall call)
    {
        if (await call.FindAccount(admin).ConfigureAwait(false) is not { } account) return 1;
        Guid? session = null;
        if (call.Optional("session") is { } text)
        {
            if (!Guid.TryParseExact(text, "N", out var id)) return await call.Refuse("InvalidId", "A session is the 32 digits that session list ADDRESS shows.").ConfigureAwait(false);
            session = id;
        }

        mailboxes.Tell(new MailboxSessions.Kick(account.Id, session), ActorRefs.Nobody);
        return 0;
    }
}
