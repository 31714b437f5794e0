using Akka.Actor;
using MailActors.Actors.Transport;
using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Pop3;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Pop3;

/// <summary>What the server knows of one client. Only its actor's thread touches it.</summary>
internal sealed class Pop3Session(Pop3Services services, SessionConnection connection, IActorRef self, bool startTls)
{
    private SessionInfo? _registration;
    private Pop3Rejection? _ending;
    private int _bad;

    public Pop3Services Services { get; } = services;

    public Pop3Settings Settings => Services.Settings;

    public SessionConnection Connection { get; } = connection;

    public ConnectionInfo Info { get; private set; } = null!;

    /// <summary>Given by USER; forgotten after PASS.</summary>
    public string? Name { get; set; }

    public Account? Account { get; private set; }

    /// <summary>Null before login.</summary>
    public OpenMaildrop? Maildrop { get; private set; }

    public int FailedLogins { get; set; }

    /// <summary>No further command is read.</summary>
    public bool Ending { get; private set; }

    public bool IsTls => Info.Tls is not null;

    public bool OffersStartTls => startTls && !IsTls && Maildrop is null;

    public ChannelBindings Bindings => Info.Tls is { } tls ? new(tls.ServerEndPoint, tls.Exporter ?? default) : ChannelBindings.None;

    /// <summary>Mechanisms to offer: none without TLS.</summary>
    public IReadOnlyList<string> Mechanisms => IsTls ? SaslMechanisms.Offered(Bindings) : [];

    public Pop3State State => Maildrop is not null ? Pop3State.Transaction : Name is not null ? Pop3State.Named : Pop3State.Authorization;

    public void Open(ConnectionProtocol.Connected connected)
    {
        Info = connected.Info;
        Connection.Open(connected.Pipeline);
    }

    /// <summary>RFC 2595 §4: whatever was learnt in the clear is forgotten.</summary>
    public void TlsStarted(TlsInfo tls)
    {
        Info = Info with { Tls = tls };
        Name = null;
        _bad = 0;
    }

    public void Say(ReadOnlyMemory<byte> reply) => Connection.Write(reply);

    /// <summary>Says no; bad commands are counted, and once too often end the session.</summary>
    public void Refuse(Pop3Rejection rejection)
    {
        Say(Pop3Replies.For(rejection));
        if (rejection is not (Pop3Rejection.Unknown or Pop3Rejection.BadArguments or Pop3Rejection.BareNewline or Pop3Rejection.LineTooLong
            or Pop3Rejection.BadResponse or Pop3Rejection.NeedsTls or Pop3Rejection.NeedsLogin or Pop3Rejection.NeedsUser)) return;
        if (++_bad >= (Maildrop is null ? Settings.BadCommandsBeforeLogin : Settings.BadCommands)) End(Pop3Rejection.TooManyErrors);
    }

    /// <summary>Registers with the mailbox, which holds the maildrop for one POP3 session at a time, and reads INBOX; null when that worked.</summary>
    public async Task<Pop3Rejection?> Enter(Account account)
    {
        var now = Services.Time.GetUtcNow();
        var registration = new SessionInfo(
            Guid.CreateVersion7(now), "pop3", account.Address.ToString(), Info.Remote.Address.ToString(), IsTls, now.ToUnixTimeSeconds());
        var attached = await Services.Mailboxes.Ask(new MailboxSessions.Attach(account.Id, registration), self, Connection.Gone);
        if (attached is MailboxReplies.Rejected refused) return Of(refused.Reason);
        Account = account;
        _registration = registration;
        switch (await Ask(new MailboxQueries.ReadFolder(account.Id, "INBOX")))
        {
            case MailboxReplies.FolderView view:
                Maildrop = new(view.Folder);
                _bad = 0;
                self.Tell(ConversationActor.LoggedIn.Instance, self);
                return null;
            case var reply:
                Detach();
                return reply is MailboxReplies.Rejected rejected ? Of(rejected.Reason) : Pop3Rejection.Unavailable;
        }
    }

    public Task<MailboxReply> Ask(IWithAccountId message) => Services.Mailboxes.Ask(message, null, Connection.Gone);

    /// <summary>Told again and again: a mailbox that moved or started anew knows of no sessions.</summary>
    public void Renew()
    {
        if (_registration is not null) Services.Mailboxes.Tell(new MailboxSessions.Attach(Account!.Id, _registration), self);
    }

    public void Detach()
    {
        if (_registration is null) return;
        Services.Mailboxes.Tell(new MailboxSessions.Detach(Account!.Id, _registration.Id), self);
        _registration = null;
    }

    /// <summary>Ends the session with these words: at once when no command is running, else behind the answer of the command.</summary>
    public void End(Pop3Rejection reason)
    {
        if (Ending) return;
        Ending = true;
        _ending = reason;
        if (!Connection.Reading) return;
        SayGoodbye();
        Connection.Close();
    }

    /// <summary>Ends the session; all is said.</summary>
    public void EndSilently() => Ending = true;

    public void SayGoodbye()
    {
        if (_ending is { } reason) Say(Pop3Replies.For(reason));
        _ending = null;
    }

    private static Pop3Rejection Of(MailboxRejection reason) => reason switch
    {
        MailboxRejection.InUse => Pop3Rejection.InUse,
        MailboxRejection.TooManySessions => Pop3Rejection.TooManySessions,
        MailboxRejection.Removed => Pop3Rejection.Removed,
        _ => Pop3Rejection.Unavailable,
    };
}
