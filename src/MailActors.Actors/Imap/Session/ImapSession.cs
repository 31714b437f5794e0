using System.Buffers;
using Akka.Actor;
using MailActors.Actors.Imap.Fetch;
using MailActors.Actors.Imap.Selected;
using MailActors.Actors.Transport;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Directory;
using MailActors.Domain.Mailboxes;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Responses;
using MailActors.Protocol.Sasl;

namespace MailActors.Actors.Imap.Session;

/// <summary>What the server knows of one client. Small when idle: no buffer, no dictionary, no snapshot of its own. Only its actor's
/// thread touches it.</summary>
internal sealed class ImapSession(ImapServices services, SessionConnection connection, IActorRef self)
{
    /// <summary>Octets after which an answer waits for the client to read.</summary>
    private const int Piece = 48 * 1024;

    private SessionInfo? _registration;
    private string? _goodbye;
    private TaskCompletionSource? _heard;
    private ArrayBufferWriter<byte>? _buffer;
    private ImapWriter? _out;
    private long _unflushed;
    private int _bad;

    public ImapServices Services { get; } = services;

    public ImapSettings Settings => Services.Settings;

    public SessionConnection Connection { get; } = connection;

    public ImapCommandAssembler Commands { get; } = new(services.Settings.Limits);

    public ConnectionInfo Info { get; private set; } = null!;

    /// <summary>Null before login.</summary>
    public Account? Account { get; private set; }

    public AccountId AccountId => Account!.Id;

    /// <summary>Null when none is selected.</summary>
    public FolderView? Folder { get; private set; }

    public ImapExtensions Enabled { get; private set; }

    /// <summary>What <c>$</c> stands for (RFC 5182 §2.1); UIDs, so that an expunge takes messages out of it by itself.</summary>
    public UidSet SavedSearch { get; set; } = UidSet.Empty;

    /// <summary>Messages of an APPEND under way: in the store, not yet in the mailbox.</summary>
    public List<StoredBlob>? Intake { get; set; }

    /// <summary>Why the APPEND under way was refused; told when the client has sent what it had begun.</summary>
    public ImapReply? Refusal { get; set; }

    public int FailedLogins { get; set; }

    public ChannelBindings Bindings => Info.Tls is { } tls ? new(tls.ServerEndPoint, tls.Exporter ?? default) : ChannelBindings.None;

    /// <summary>RFC 9051 §11.3: no password travels in the clear.</summary>
    public bool MayLogIn => IsTls || Settings.PlaintextLogin;

    public bool IsTls => Info.Tls is not null;

    public ImapState State => Account is null ? ImapState.NotAuthenticated : Folder is null ? ImapState.Authenticated : ImapState.Selected;

    /// <summary>No further command is read.</summary>
    public bool Ending => _goodbye is not null || LoggedOut;

    public bool LoggedOut { get; set; }

    public ImapWriter Out => _out ??= new(_buffer = new(), Enabled.HasFlag(ImapExtensions.Rev2));

    public void Open(ConnectionProtocol.Connected connected)
    {
        Info = connected.Info;
        Connection.Open(connected.Pipeline);
    }

    /// <summary>RFC 9051 §6.2.1: whatever was learnt in the clear is forgotten.</summary>
    public void TlsStarted(TlsInfo tls)
    {
        Info = Info with { Tls = tls };
        _bad = 0;
    }

    public void Enable(ImapExtensions extensions)
    {
        Enabled |= extensions;
        Commands.Utf8Names = Enabled.HasFlag(ImapExtensions.Rev2);
        Send();
    }

    public Task<MailboxReply> Ask(IWithAccountId message) => Services.Mailboxes.Ask(message, null, Connection.Gone);

    /// <summary>Registers with the mailbox; null when that worked.</summary>
    public async Task<MailboxRejection?> Attach(Account account)
    {
        var registration = new SessionInfo(
            Guid.CreateVersion7(Services.Time.GetUtcNow()), "imap", account.Address.ToString(), Info.Remote.Address.ToString(), IsTls, Services.Time.GetUtcNow().ToUnixTimeSeconds());
        var reply = await Services.Mailboxes.Ask(new MailboxSessions.Attach(account.Id, registration), self, Connection.Gone);
        if (reply is MailboxReplies.Rejected rejected) return rejected.Reason;
        Account = account;
        Commands.LoggedIn = true;
        _registration = registration;
        self.Tell(ConversationActor.LoggedIn.Instance, self);
        return null;
    }

    /// <summary>Told again and again: a mailbox that moved or started anew knows of no sessions.</summary>
    public void Renew()
    {
        if (_registration is null) return;
        Services.Mailboxes.Tell(new MailboxSessions.Attach(AccountId, _registration), self);
        if (Folder is not null) Watch(Folder.Id);
    }

    public void Detach()
    {
        if (_registration is not null) Services.Mailboxes.Tell(new MailboxSessions.Detach(AccountId, _registration.Id), self);
    }

    public void Select(FolderView folder)
    {
        Folder = folder;
        SavedSearch = UidSet.Empty;
        Watch(folder.Id);
    }

    public void Unselect()
    {
        if (Folder is null) return;
        Folder = null;
        SavedSearch = UidSet.Empty;
        Watch(null);
    }

    /// <summary>A push. In IDLE the next one is asked for when this one is told, otherwise at once: it is only a reference.</summary>
    public void Heard(FolderSnapshot snapshot)
    {
        Folder?.Learn(snapshot);
        if (_heard is null) AskForMore();
        else Wake();
    }

    public void HeardGone(int folder)
    {
        if (Folder?.Id == folder) End("The selected mailbox was deleted.");
    }

    public void AskForMore() => Services.Mailboxes.Tell(new MailboxSessions.Seen(AccountId, _registration!.Id), self);

    /// <summary>Done with the next push; what was pushed while nobody waited counts.</summary>
    public Task NextPush()
    {
        _heard = new();
        return _heard.Task;
    }

    public void StopWaiting() => _heard = null;

    /// <summary>Says goodbye: at once when no command is running, else behind the command's answer.</summary>
    public void End(string reason)
    {
        if (Ending) return;
        _goodbye = reason;
        if (!Connection.Reading) return;
        SayGoodbye();
        Connection.Close();
    }

    public void CountBad()
    {
        if (++_bad >= (Account is null ? Settings.BadCommandsBeforeLogin : Settings.BadCommands)) End("Too many bad commands.");
    }

    /// <summary>RFC 7162 §3.1: a client that uses CONDSTORE has enabled it, and is told the MODSEQ it starts from.</summary>
    public void UseCondStore()
    {
        if (Enabled.HasFlag(ImapExtensions.CondStore)) return;
        Enable(ImapExtensions.CondStore);
        if (Folder is not null) Out.UntaggedOk("CONDSTORE is on.", ResponseCode.HighestModSeq(Folder.Told.Info.HighestModSeq));
    }

    public void SayGoodbye()
    {
        if (_goodbye is null || LoggedOut) return;
        Out.Bye(_goodbye);
        Send();
    }

    /// <summary>Hands what was written to the pipeline.</summary>
    public void Send()
    {
        if (_buffer is { WrittenCount: > 0 } buffer)
        {
            _unflushed += buffer.WrittenCount;
            Connection.Write(buffer.WrittenMemory);
        }

        _buffer = null;
        _out = null;
    }

    /// <summary>Between the pieces of a long answer: a client that does not read stops its own answer, and memory does not grow.</summary>
    public ValueTask Drain() => (_buffer?.WrittenCount ?? 0) < Piece ? ValueTask.CompletedTask : new(Flush());

    /// <summary>Room in the output for octets that come from elsewhere; <see cref="Filled"/> says how many came.</summary>
    public Memory<byte> Room(int octets)
    {
        _ = Out;
        return _buffer!.GetMemory(octets)[..octets];
    }

    public void Filled(int octets) => _buffer!.Advance(octets);

    /// <summary>The octets of a literal ran out: no word could be told from them any more, so the connection ends without one.</summary>
    public FetchFailure Abandon()
    {
        LoggedOut = true;
        Send();
        return new(ImapWords.Damaged, Abandoned: true);
    }

    /// <summary>Sends, and waits for a client that is far behind.</summary>
    public ValueTask SendAll()
    {
        Send();
        return _unflushed < Piece ? ValueTask.CompletedTask : new(Flush());
    }

    public async Task Flush()
    {
        Send();
        _unflushed = 0;
        await Connection.Flush();
    }

    private void Wake()
    {
        var heard = _heard;
        _heard = null;
        heard?.TrySetResult();
    }

    private void Watch(int? folder) => Services.Mailboxes.Tell(new MailboxSessions.Watch(AccountId, _registration!.Id, folder), self);
}
