using MailActors.Actors.Transport;
using MailActors.Domain.Directory;
using MailActors.Domain.Security;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp;

/// <summary>All that one connection has come to: who the client is, the transaction, the counts that end it. Used by one command at a time.
/// <list type="number">
/// <item>The transaction goes away in <see cref="Reset"/> and nowhere else: after a message, after any failure of one, at RSET, EHLO, STARTTLS and the end.</item>
/// <item>Replies wait in <see cref="Replies"/> until the command is done.</item>
/// </list></summary>
internal sealed class SmtpSession(SmtpServices services, SmtpEndpointKind kind, bool startTls, ConnectionInfo info, SmtpLog log, CancellationToken cancel)
{
    public SmtpServices Services { get; } = services;

    public SmtpSettings Settings => Services.Settings;

    public SmtpEndpointKind Kind { get; } = kind;

    public ConnectionInfo Info { get; private set; } = info;

    public SmtpLog Log { get; } = log;

    /// <summary>Cancelled when the connection ends.</summary>
    public CancellationToken Cancel { get; } = cancel;

    public SmtpState State { get; set; }

    public HelloCommand? Hello { get; set; }

    /// <summary>Who has logged in; null: nobody.</summary>
    public Account? Account { get; set; }

    /// <summary>A login under way.</summary>
    public SaslExchange? Login { get; set; }

    public SmtpTransaction? Transaction { get; set; }

    /// <summary>The chunk whose octets are being read.</summary>
    public ChunkInProgress? Chunk { get; set; }

    /// <summary>The client sent more behind the command at hand without waiting for the answer.</summary>
    public bool SpokeAhead { get; set; }

    public List<SmtpReply> Replies { get; } = new(1);

    public int Errors { get; private set; }

    public int Useless { get; private set; }

    public int UnknownRecipients { get; private set; }

    public bool HasTls => Info.Tls is not null;

    public bool OffersStartTls => startTls && !HasTls;

    /// <summary>How long the next command may take.</summary>
    public TimeSpan Deadline => State == SmtpState.Connected || (Kind == SmtpEndpointKind.Submission && Account is null)
        ? Settings.GreetingDeadline
        : Settings.CommandDeadline;

    public SmtpStep Reply(SmtpReply reply)
    {
        Replies.Add(reply);
        return SmtpStep.ReadLine;
    }

    /// <summary>Says no. Permanent refusals count as errors: over the soft limit they are answered late, at the hard limit the connection ends.</summary>
    public SmtpStep Refuse(SmtpRejection rejection)
    {
        var reply = SmtpReplies.For(rejection);
        Replies.Add(reply);
        Log.Refused(this, rejection);
        if (reply.Code < 500) return SmtpStep.ReadLine;
        Errors++;
        if (rejection == SmtpRejection.UnknownRecipient && ++UnknownRecipients >= Settings.MaxUnknownRecipients) return End(SmtpRejection.TooManyUnknown);
        if (Errors >= Settings.HardErrorLimit) return End(SmtpRejection.TooManyErrors);
        return Errors > Settings.SoftErrorLimit
            ? SmtpStep.ReadLine with { Pause = (Errors - Settings.SoftErrorLimit) * Settings.ErrorDelay }
            : SmtpStep.ReadLine;
    }

    /// <summary>Says why, and closes.</summary>
    public SmtpStep End(SmtpRejection reason)
    {
        Replies.Add(SmtpReplies.For(reason));
        Log.Refused(this, reason);
        return SmtpStep.Close;
    }

    /// <summary>Counts a command that carries no mail; true when there were too many.</summary>
    public bool CountUseless() => ++Useless > Settings.MaxUselessCommands;

    public void MessageTaken() => (Errors, Useless) = (0, 0);

    /// <summary>The one way out of a transaction: the envelope is empty, and what was stored of its message goes.</summary>
    public void Reset()
    {
        Transaction?.Discard();
        Transaction = null;
        Chunk = null;
        if (State != SmtpState.Connected) State = SmtpState.Ready;
    }

    /// <summary>RFC 3207 §4.2: what was learnt in plaintext is forgotten.</summary>
    public void TlsStarted(TlsInfo tls)
    {
        Reset();
        Info = Info with { Tls = tls };
        (State, Hello, Account, Login) = (SmtpState.Connected, null, null, null);
    }
}
