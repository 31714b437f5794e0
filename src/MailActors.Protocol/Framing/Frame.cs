namespace MailActors.Protocol.Framing;

/// <summary>What a session wants to read next. A connection decodes nothing the session has not asked for.</summary>
public abstract record Expect
{
    private Expect() { }

    /// <summary>A line that ends in CRLF; <paramref name="MaxLength"/> octets at most, CRLF not counted.</summary>
    public sealed record Line(int MaxLength) : Expect;

    /// <summary>Exactly <paramref name="Count"/> octets (an IMAP literal, a BDAT chunk), delivered in pieces.</summary>
    public sealed record Octets(long Count) : Expect;

    /// <summary>Dot-stuffed mail data up to CRLF.CRLF (RFC 5321 §4.5.2), delivered in pieces without the stuffing.</summary>
    public sealed record Data : Expect
    {
        public static readonly Data Instance = new();
    }
}

/// <summary>What was read. The memory inside a frame is the session's own until it asks for the next frame.</summary>
public abstract record Frame
{
    private Frame() { }

    /// <summary>One line without its CRLF. <paramref name="BareNewline"/>: a CR or LF stood alone in it, or it ended in a bare LF.</summary>
    public sealed record Line(ReadOnlyMemory<byte> Text, bool BareNewline) : Frame;

    /// <summary>The line was longer than asked for; it was skipped up to its end without being kept.</summary>
    public sealed record LineTooLong : Frame
    {
        public static readonly LineTooLong Instance = new();
    }

    /// <summary>A piece of the octets asked for; <paramref name="Last"/> with the piece that completes them.</summary>
    public sealed record Octets(ReadOnlyMemory<byte> Bytes, bool Last) : Frame;

    /// <summary>A piece of mail data, unstuffed. Faults are told with the last piece: they concern the message as a whole.</summary>
    public sealed record Data(ReadOnlyMemory<byte> Bytes, bool Last, DataFaults Faults) : Frame;
}

/// <summary>What was wrong in mail data (RFC 5321 §2.3.8: CR and LF only together).</summary>
[Flags]
public enum DataFaults
{
    None = 0,
    BareCarriageReturn = 1,
    BareLineFeed = 2,
    Nul = 4,
}
