using MailActors.Protocol.Framing;
using MailActors.Protocol.Imap;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>A connection and its session without the session: octets through the frame decoder into the assembler.</summary>
internal sealed class Wire
{
    private readonly FrameDecoder _frames = new();
    private readonly ImapCommandAssembler _assembler;
    private readonly List<byte> _waiting = [];
    private Expect _expect;
    private bool _keep;

    internal Wire(ImapLimits? limits = null, bool loggedIn = true, bool utf8Names = false)
    {
        _assembler = new(limits ?? new()) { LoggedIn = loggedIn, Utf8Names = utf8Names };
        _expect = new Expect.Line(_assembler.MaxLine);
    }

    /// <summary>What to do with messages offered by APPEND.</summary>
    internal bool Refuses { get; init; }

    internal ImapCommandAssembler Assembler => _assembler;

    internal List<ImapStep> Steps { get; } = [];

    /// <summary>Whole commands and faults.</summary>
    internal IEnumerable<ImapStep> Ends => Steps.Where(s => s is ImapStep.Complete or ImapStep.Bad or ImapStep.Refused);

    internal Wire Send(ReadOnlySpan<byte> octets, int pieces = int.MaxValue)
    {
        while (!octets.IsEmpty)
        {
            var piece = octets[..Math.Min(pieces, octets.Length)];
            octets = octets[piece.Length..];
            _waiting.AddRange(piece);
            Pump();
        }

        return this;
    }

    private void Pump()
    {
        while (true)
        {
            var input = _waiting.ToArray();
            var frame = _frames.Read(input, _expect, out var consumed);
            _waiting.RemoveRange(0, consumed);
            if (frame is null) return;
            Take(frame);
            if (Steps.LastOrDefault() is ImapStep.Bad { Close: true }) return;
        }
    }

    private void Take(Frame frame)
    {
        switch (frame)
        {
            case Frame.Line { BareNewline: true } bare:
                Do(_assembler.BareNewline(bare.Text.Span));
                break;
            case Frame.Line line:
                Do(_assembler.Line(line.Text.Span));
                break;
            case Frame.LineTooLong:
                Do(_assembler.LineTooLong());
                break;
            case Frame.Octets octets:
                if (_keep) _assembler.Octets(octets.Bytes.Span);
                if (octets.Last) _expect = new Expect.Line(_assembler.MaxLine);
                break;
        }
    }

    private void Do(ImapStep step)
    {
        Steps.Add(step);
        _keep = step is ImapStep.Literal;
        switch (step)
        {
            case ImapStep.Body when Refuses:
                Do(_assembler.Refuse());
                break;
            case ImapStep.Literal literal:
                _expect = new Expect.Octets(literal.Size);
                break;
            case ImapStep.Body body:
                _expect = new Expect.Octets(body.Message.Size);
                break;
            case ImapStep.Skip skip:
                _expect = new Expect.Octets(skip.Size);
                break;
            default:
                _expect = new Expect.Line(_assembler.MaxLine);
                break;
        }
    }
}
