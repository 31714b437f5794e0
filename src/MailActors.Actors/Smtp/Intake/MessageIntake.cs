using System.Buffers;
using MailActors.Domain.Blobs;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;
using MailActors.Protocol.Smtp.Message;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>Takes the octets of one message into the blob store. The header section is held back until it is whole and judged; from then on
/// every piece goes straight to disk, so that memory does not grow with the message. After a fault what comes is dropped: the reply comes at
/// the end of the data.</summary>
internal sealed class MessageIntake(SmtpSession session, SmtpTransaction transaction)
{
    private readonly HeadLimits _limits = session.Settings.Head;
    private IBlobWriter? _writer;
    private byte[]? _held;
    private int _heldLength;
    private bool _headDone;
    private long _size;
    private BareNewlines _bare;

    /// <summary>Why the message will be refused; null while it is good.</summary>
    public SmtpRejection? Fault { get; private set; }

    /// <summary>Octets of our fields that are for the one local mailbox only.</summary>
    public int HeadLength { get; private set; }

    /// <summary>A piece by DATA, whose decoder has looked for bare newlines.</summary>
    public async ValueTask TakeData(ReadOnlyMemory<byte> piece, bool last, DataFaults faults)
    {
        if (faults != DataFaults.None) Fail(SmtpRejection.BareNewlineInData);
        await Take(piece, last);
    }

    /// <summary>A piece by BDAT. Only BODY=BINARYMIME may hold any octets (RFC 3030 §3), and then not in its header section.</summary>
    public async ValueTask TakeChunk(ReadOnlyMemory<byte> piece, bool last)
    {
        if (transaction.Mail.Body != BodyParameter.BinaryMime)
        {
            _bare.Look(piece.Span);
            if (last) _bare.End();
            if (_bare.Faults != DataFaults.None) Fail(SmtpRejection.BareNewlineInData);
        }

        await Take(piece, last);
    }

    public async Task<StoredBlob> Complete()
    {
        var writer = _writer!;
        _writer = null;
        await using (writer)
        {
            return await writer.Complete(CancellationToken.None);
        }
    }

    public void Fail(SmtpRejection fault)
    {
        Fault ??= fault;
        Discard();
    }

    /// <summary>Leaves nothing behind.</summary>
    public void Discard()
    {
        if (_held is { } held) ArrayPool<byte>.Shared.Return(held);
        _held = null;
        if (_writer is not { } writer) return;
        _writer = null;
        _ = Dispose(writer);
    }

    private static async Task Dispose(IBlobWriter writer)
    {
        try
        {
            await writer.DisposeAsync();
        }
        catch (StorageException)
        {
            // What it wrote is unnamed, and the store sweeps that.
        }
    }

    private async ValueTask Take(ReadOnlyMemory<byte> piece, bool last)
    {
        if (Fault is not null) return;
        _size += piece.Length;
        if (_size > session.Settings.MaxMessageSize)
        {
            Fail(SmtpRejection.MessageTooBig);
            return;
        }

        try
        {
            if (_headDone) await _writer!.Write(piece, session.Cancel);
            else await TakeHead(piece, last);
        }
        catch (StorageException e)
        {
            Fail(Refusals.Of(e.Fault));
        }
    }

    private async ValueTask TakeHead(ReadOnlyMemory<byte> piece, bool last)
    {
        if (_heldLength == 0 && HeaderFields.FindEnd(piece.Span, 0) is var whole && (whole >= 0 || last))
        {
            await OpenWith(piece, whole);
            return;
        }

        var searched = _heldLength;
        Hold(piece.Span);
        var end = HeaderFields.FindEnd(_held.AsSpan(0, _heldLength), searched);
        if (end >= 0 || last)
        {
            await OpenWith(_held.AsMemory(0, _heldLength), end);
            if (_held is { } held) ArrayPool<byte>.Shared.Return(held);
            _held = null;
        }
        else if (_heldLength > _limits.Total)
        {
            Fail(SmtpRejection.HeaderTooBig);
        }
    }

    private void Hold(ReadOnlySpan<byte> piece)
    {
        if (_held is null || _heldLength + piece.Length > _held.Length)
        {
            var bigger = ArrayPool<byte>.Shared.Rent(Math.Max(2 * _heldLength, _heldLength + piece.Length));
            if (_held is { } held)
            {
                held.AsSpan(0, _heldLength).CopyTo(bigger);
                ArrayPool<byte>.Shared.Return(held);
            }

            _held = bigger;
        }

        piece.CopyTo(_held.AsSpan(_heldLength));
        _heldLength += piece.Length;
    }

    /// <param name="end">Of the header section; -1 when the message ended without an empty line.</param>
    private async ValueTask OpenWith(ReadOnlyMemory<byte> message, int end)
    {
        var hasHead = HeadReader.StartsWithField(message.Span);
        var head = hasHead ? message[..(end < 0 ? message.Length : end)] : ReadOnlyMemory<byte>.Empty;
        if (HeadBare(head.Span))
        {
            Fail(SmtpRejection.BareNewlineInData);
            return;
        }

        var report = HeadReader.Read(head.Span, _limits, authors: session.Kind == SmtpEndpointKind.Submission || transaction.IsForwarded);
        if (await HeadJudgement.Judge(session, transaction, report) is { } refusal)
        {
            Fail(refusal);
            return;
        }

        var lines = HeadLines.Write(session, transaction, report, hasHead);
        HeadLength = lines.Own;
        _writer = session.Services.Blobs.Create();
        await _writer.Write(lines.Bytes, session.Cancel);
        if (!message.IsEmpty) await _writer.Write(message, session.Cancel);
        _headDone = true;
    }

    private bool HeadBare(ReadOnlySpan<byte> head)
    {
        if (transaction.Mail.Body != BodyParameter.BinaryMime) return false;
        var bare = default(BareNewlines);
        bare.Look(head);
        bare.End();
        return bare.Faults != DataFaults.None;
    }
}
