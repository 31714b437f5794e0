using System.Buffers;

namespace MailActors.Protocol.Framing;

/// <summary>Reads mail data: takes the dot stuffing out, in place, and finds the end (RFC 5321 §4.5.2). Only CRLF.CRLF ends it; a dot between other
/// line ends is text, or a second message could be smuggled past one of two servers (CVE-2023-51764). Bare CR, bare LF and NUL are
/// noted and read over, so that the refusal comes at the true end.</summary>
internal sealed class DataDecoder
{
    private const byte Cr = (byte)'\r';
    private const byte Lf = (byte)'\n';
    private const byte Dot = (byte)'.';

    private static readonly SearchValues<byte> Notable = SearchValues.Create([Cr, Lf, 0]);
    private static readonly byte[] HeldCr = [Cr];

    private State _state = State.LineStart;
    private bool _begun;
    private DataFaults _faults;

    private enum State
    {
        /// <summary>Behind CRLF; the CRLF of the DATA command counts.</summary>
        LineStart,
        Text,
        AfterCr,

        /// <summary>Behind a dot at the start of a line, which is either stuffing or the end: in both cases not text.</summary>
        AfterDot,

        /// <summary>A CR behind such a dot, held back: with LF it is the end.</summary>
        AfterDotCr,
    }

    public bool IsIdle => !_begun;

    public Frame.Data? Read(Memory<byte> input, out int consumed)
    {
        consumed = 0;
        if (input.IsEmpty) return null;
        _begun = true;
        if (_state == State.AfterDotCr && input.Span[0] != Lf)
        {
            // The held-back CR was text of an earlier piece, and bare.
            _state = State.AfterCr;
            return new Frame.Data(HeldCr, false, DataFaults.None);
        }

        var written = Decode(input.Span, out consumed, out var last);
        if (last)
        {
            var piece = new Frame.Data(input[..written], true, _faults);
            (_state, _faults, _begun) = (State.LineStart, DataFaults.None, false);
            return piece;
        }

        return written > 0 ? new Frame.Data(input[..written], false, DataFaults.None) : null;
    }

    private int Decode(Span<byte> bytes, out int consumed, out bool last)
    {
        int read = 0, written = 0;
        last = false;
        while (read < bytes.Length)
        {
            var octet = bytes[read];
            switch (_state)
            {
                case State.LineStart when octet == Dot:
                    _state = State.AfterDot;
                    read++;
                    continue;
                case State.AfterDot when octet == Cr:
                    _state = State.AfterDotCr;
                    read++;
                    continue;
                case State.AfterDotCr when octet == Lf:
                    last = true;
                    consumed = read + 1;
                    return written;
                case State.AfterDotCr:
                    bytes[written++] = Cr; // there is room: it was read from this same piece and not written
                    _state = State.AfterCr;
                    continue;
                case State.AfterCr:
                    if (octet != Lf) _faults |= DataFaults.BareCarriageReturn;
                    _state = octet == Lf ? State.LineStart : State.Text;
                    if (octet != Lf) continue;
                    bytes[written++] = octet;
                    read++;
                    continue;
            }

            var run = bytes[read..].IndexOfAny(Notable);
            if (run < 0) run = bytes.Length - read;
            if (written != read) bytes.Slice(read, run).CopyTo(bytes[written..]);
            read += run;
            written += run;
            _state = State.Text;
            if (read == bytes.Length) break;
            octet = bytes[read++];
            bytes[written++] = octet;
            if (octet == Cr) _state = State.AfterCr;
            else _faults |= octet == Lf ? DataFaults.BareLineFeed : DataFaults.Nul;
        }

        consumed = read;
        return written;
    }
}
