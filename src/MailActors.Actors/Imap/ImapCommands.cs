using MailActors.Actors.Imap.Handlers;
using MailActors.Actors.Imap.Session;
using MailActors.Protocol.Imap.Commands;

namespace MailActors.Actors.Imap;

/// <summary>Which command may be given when (RFC 9051 §6), and who does it. A handler writes its untagged answers into the session's output
/// and returns the tagged one; null when it has said that too.</summary>
internal static class ImapCommands
{
    private static ImapState AllowedIn(ImapCommand command) => command switch
    {
        CapabilityCommand or NoopCommand or LogoutCommand or IdCommand => ImapState.Any,
        StartTlsCommand or AuthenticateCommand or LoginCommand => ImapState.NotAuthenticated,
        CheckCommand or CloseCommand or UnselectCommand or ExpungeCommand or SearchCommand or FetchCommand or StoreCommand or CopyCommand or MoveCommand => ImapState.Selected,
        _ => ImapState.LoggedIn,
    };

    /// <summary>Null when the command may be given now.</summary>
    public static ImapReply? Refusal(ImapCommand command, ImapState state)
    {
        var allowed = AllowedIn(command);
        if (allowed.HasFlag(state)) return null;
        return allowed == ImapState.NotAuthenticated ? ImapReply.Bad("You are logged in already.")
            : state == ImapState.NotAuthenticated ? ImapReply.Bad("Log in first.")
            : ImapReply.Bad("Select a mailbox first.");
    }

    public static ValueTask<ImapReply?> Do(ImapSession session, ImapCommand command) => command switch
    {
        CapabilityCommand => CapabilityHandler.Do(session),
        NoopCommand => NoopHandler.Do(session),
        CheckCommand => NoopHandler.Do(session),
        LogoutCommand => LogoutHandler.Do(session),
        IdCommand => IdHandler.Do(session),
        StartTlsCommand starttls => StartTlsHandler.Do(session, starttls),
        AuthenticateCommand authenticate => AuthenticateHandler.Do(session, authenticate),
        LoginCommand login => LoginHandler.Do(session, login),
        EnableCommand enable => EnableHandler.Do(session, enable),
        SelectCommand select => SelectHandler.Do(session, select),
        CreateCommand create => CreateHandler.Do(session, create),
        DeleteCommand delete => DeleteHandler.Do(session, delete),
        RenameCommand rename => RenameHandler.Do(session, rename),
        SubscribeCommand subscribe => SubscribeHandler.Do(session, subscribe.Mailbox, wanted: true),
        UnsubscribeCommand unsubscribe => SubscribeHandler.Do(session, unsubscribe.Mailbox, wanted: false),
        ListCommand list => ListHandler.Do(session, list),
        LsubCommand lsub => LsubHandler.Do(session, lsub),
        NamespaceCommand => NamespaceHandler.Do(session),
        StatusCommand status => StatusHandler.Do(session, status),
        AppendCommand append => AppendHandler.Do(session, append),
        IdleCommand => IdleHandler.Do(session),
        GetQuotaCommand get => GetQuotaHandler.Do(session, get),
        GetQuotaRootCommand root => GetQuotaRootHandler.Do(session, root),
        SetQuotaCommand => SetQuotaHandler.Do(),
        CloseCommand => CloseHandler.Do(session),
        UnselectCommand => UnselectHandler.Do(session),
        ExpungeCommand expunge => ExpungeHandler.Do(session, expunge),
        SearchCommand search => SearchHandler.Do(session, search),
        FetchCommand fetch => FetchHandler.Do(session, fetch),
        StoreCommand store => StoreHandler.Do(session, store),
        CopyCommand copy => CopyHandler.Do(session, copy),
        MoveCommand move => MoveHandler.Do(session, move),
        _ => throw new ArgumentOutOfRangeException(nameof(command)),
    };
}
