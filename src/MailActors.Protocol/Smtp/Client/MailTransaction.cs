using System.Buffers;
using System.Collections.Immutable;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>One message to some recipients on a greeted connection: what to send next, and what each reply means for each recipient. Knows no
/// socket and no clock. The caller does as <see cref="Next"/> says until it says <see cref="TransactionStep.Done"/>, tells every reply by
/// <see cref="Heard"/>, and by <see cref="Cut"/> that none will come. The message never travels before a recipient is taken.</summary>
/// <param name="output">Takes the commands; it is sent before a reply is waited for.</param>
public sealed class MailTransaction(TransactionPlan plan, IBufferWriter<byte> output)
{
    /// <summary>Commands under way at once: a host that answers while it reads must not have to wait for us, nor we for it (RFC 2920 §3.1).</summary>
    private const int Window = 64;

    private readonly RecipientAnswers _answers = new(plan.Recipients.Length);
    private readonly Queue<(DialogueStage Stage, int Recipient)> _awaited = new();
    private int _said = -1;
    private bool _dataSaid;
    private bool _goAhead;
    private bool _contentSent;
    private bool _refused;
    private bool _over;
    private bool _draining;
    private bool _closing;

    /// <summary>The stage of the reply that is waited for, or of the last one.</summary>
    public DialogueStage Stage { get; private set; } = DialogueStage.Mail;

    /// <summary>The host has answered MAIL, by yes or no: it has seen the transaction.</summary>
    public bool WasHeard { get; private set; }

    /// <summary>The connection is of no more use: 421, cut, or a reply that makes no sense.</summary>
    public bool IsBroken { get; private set; }

    /// <summary>The host has a transaction open which RSET must end before the next one.</summary>
    public bool NeedsReset { get; private set; } = plan.Reset;

    /// <summary>One for each recipient of the plan, in its order. After <see cref="TransactionStep.Done"/>.</summary>
    public ImmutableArray<RemoteAnswer> Answers => _answers.All;

    public TransactionStep Next()
    {
        if (_over) return TransactionStep.Done;
        while (MaySayMore()) Say();
        if (_awaited.TryPeek(out var awaited))
        {
            Stage = awaited.Stage;
            return TransactionStep.Read;
        }

        if (_contentSent || _refused || (_answers.Taken == 0 && !_goAhead)) return End();
        if (plan.Chunked || _answers.Taken > 0) return TransactionStep.SendContent;
        // RFC 2920 §3.1: DATA went ahead of refusals and was taken all the same; it ends at once.
        output.Write(".\r\n"u8);
        ContentSent();
        return plan.Lmtp ? Broken(null) : TransactionStep.Read;
    }

    public void Heard(RemoteReply reply)
    {
        var (stage, recipient) = _awaited.Dequeue();
        Stage = stage;
        if (reply.IsClosing && stage == DialogueStage.Dot && _awaited.Count > 0)
        {
            // RFC 2033 §4.2: the other recipients' replies may follow all the same; who is not heard gets the message twice.
            _closing = true;
            _answers.ToDot(recipient, reply);
            return;
        }

        if (reply.IsClosing || reply.IsIntermediate != (stage == DialogueStage.Data && !reply.IsNegative))
        {
            Broken(reply);
            return;
        }

        WasHeard |= stage == DialogueStage.Mail;
        switch (stage)
        {
            case DialogueStage.Rset:
                // RFC 5321 §4.1.1.5: there is nothing to refuse; it says nothing about the message.
                if (reply.IsNegative) Broken(reply);
                break;
            case DialogueStage.Mail:
                NeedsReset = !reply.IsNegative;
                if (reply.IsNegative) Refuse(reply);
                break;
            case DialogueStage.Rcpt:
                _answers.ToRcpt(recipient, reply);
                break;
            case DialogueStage.Data:
                _goAhead = !reply.IsNegative;
                if (reply.IsNegative) Refuse(reply);
                break;
            case DialogueStage.Dot:
                // RFC 5321 §4.1.1.4: whatever the reply, the transaction is over; RFC 3030 §2 leaves that open for a chunk that was refused.
                NeedsReset = plan.Chunked && reply.IsNegative;
                _answers.ToDot(recipient, reply);
                break;
        }
    }

    /// <summary>The message has been written, and its end.</summary>
    public void ContentSent()
    {
        _contentSent = true;
        if (!plan.Lmtp)
        {
            _awaited.Enqueue((DialogueStage.Dot, -1));
            return;
        }

        // RFC 2033 §4.2: a reply for each recipient that was taken.
        for (var i = 0; i < plan.Recipients.Length; i++)
            if (_answers.IsTaken(i)) _awaited.Enqueue((DialogueStage.Dot, i));
    }

    /// <summary>No reply will come: the connection was cut, timed out, or said something unreadable.</summary>
    public void Cut() => Broken(null);

    private bool MaySayMore()
    {
        if (_refused || _dataSaid || _goAhead) return false;
        if (_awaited.Count == 0) _draining = false;
        else if (!plan.Pipelining || _draining) return false;
        if (_said < plan.Recipients.Length) return true;
        // RFC 5321 §3.3: without a recipient there is no DATA.
        return !plan.Chunked && (_answers.Taken > 0 || _awaited.Count > 0);
    }

    private void Say()
    {
        if (_said < 0)
        {
            if (plan.Reset && _awaited.Count == 0 && NeedsReset)
            {
                output.Write("RSET\r\n"u8);
                _awaited.Enqueue((DialogueStage.Rset, -1));
                NeedsReset = false;
                return;
            }

            CommandLines.Mail(output, plan.Mail);
            _awaited.Enqueue((DialogueStage.Mail, -1));
            _said = 0;
        }
        else if (_said < plan.Recipients.Length)
        {
            CommandLines.Rcpt(output, plan.Recipients[_said]);
            _awaited.Enqueue((DialogueStage.Rcpt, _said++));
        }
        else
        {
            output.Write("DATA\r\n"u8);
            _awaited.Enqueue((DialogueStage.Data, -1));
            _dataSaid = true;
        }

        _draining = _awaited.Count >= Window;
    }

    private void Refuse(RemoteReply reply)
    {
        _refused = true;
        _answers.ToAll(reply);
    }

    private TransactionStep Broken(RemoteReply? reply)
    {
        IsBroken = true;
        _over = true;
        _answers.Broken(reply);
        return TransactionStep.Done;
    }

    private TransactionStep End()
    {
        _over = true;
        IsBroken |= _closing;
        return TransactionStep.Done;
    }
}
