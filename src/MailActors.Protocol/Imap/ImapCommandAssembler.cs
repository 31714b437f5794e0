using System.Buffers;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Reading;

namespace MailActors.Protocol.Imap;

/// <summary>Puts commands together from lines and literals, one after the other, and says after each line what the session does next. It keeps what arrived, never
/// what was announced, and at most <see cref="ImapLimits.MaxCommand"/> of it; a command of one line is read where it lies. Messages of APPEND pass it by.
/// Whatever is wrong with a command is told by a step; afterwards the next line begins a new command.</summary>
public sealed class ImapCommandAssembler(ImapLimits limits)
{
    /// <summary>Larger sizes are no honest mistake: 32-bit counters overflow there (CVE-2026-27857).</summary>
    private const long NoHonestSize = int.MaxValue;

    private ArrayBufferWriter<byte>? _held;
    private AppendAssembly? _append;
    private bool _isAppend;
    private int _literalLeft;
    private (string Tag, long Size, bool Synchronizing)? _offered;
    private string? _refused;

    private sealed record AppendAssembly(string Tag, string Mailbox, List<AppendMessage> Messages);

    /// <summary>Set by the session after login: larger limits, and literals everywhere.</summary>
    public bool LoggedIn { get; set; }

    /// <summary>Set by the session after ENABLE IMAP4rev2: mailbox names are UTF-8.</summary>
    public bool Utf8Names { get; set; }

    /// <summary>Octets of the next line, to be asked of the connection.</summary>
    public int MaxLine => LoggedIn ? limits.MaxLine : limits.MaxLineBeforeLogin;

    /// <summary>Nothing is half done: the next line begins a command.</summary>
    public bool IsIdle => _held is null && _append is null && _refused is null;

    /// <summary>A line without its CRLF, after the octets of a <see cref="ImapStep.Literal"/>, <see cref="ImapStep.Body"/> or
    /// <see cref="ImapStep.Skip"/>, or as the first of a command.</summary>
    public ImapStep Line(ReadOnlySpan<byte> text)
    {
        if (_literalLeft > 0) throw new InvalidOperationException($"{_literalLeft} octets of the literal are still missing.");
        _offered = null;
        if (!LoggedIn && IsIdle && ForeignProtocol.Speaks(text)) return ImapStep.Foreign.Instance;
        var literal = LiteralAnnouncement.Find(text);
        if (_refused is { } refused) return AfterRefusal(refused, literal);
        if (literal is { IsBad: true } or { Size: >= NoHonestSize }) return Lost(TagOf(text), new(ImapFaultKind.Syntax, "That is no size of a literal"), close: true);
        if (_append is not null) return NextMessage(text, literal);
        if (literal is { } announced) return Announced(text, announced);
        if (_held is null) return Read(text);
        if (!Hold(text)) return Lost(TagOf(text), TooBig, close: false);
        return Read(_held.WrittenSpan);
    }

    /// <summary>The line had a CR or LF of its own, or ended in LF alone: who reads it otherwise would see other commands in it. If it announces octets
    /// that come at once, or a command is half done, what follows can't be told from commands.</summary>
    public ImapStep BareNewline(ReadOnlySpan<byte> text) => !LoggedIn && IsIdle && ForeignProtocol.Speaks(text)
        ? ImapStep.Foreign.Instance
        : Lost(TagOf(text), new(ImapFaultKind.Syntax, "Lines end in CRLF"), close: !IsIdle || LiteralAnnouncement.Find(text) is { Synchronizing: false } or { IsBad: true });

    /// <summary>The line was longer than <see cref="MaxLine"/> and is gone.</summary>
    public ImapStep LineTooLong() =>
        Lost(TagOf([]), new(ImapFaultKind.TooBig, "The line is too long"), close: !LoggedIn);

    /// <summary>Octets of the literal asked for, as they come.</summary>
    public void Octets(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > _literalLeft) throw new InvalidOperationException("More octets than the literal has.");
        _literalLeft -= octets.Length;
        _held!.Write(octets);
    }

    /// <summary>The session does not take the message of the last <see cref="ImapStep.Body"/> and its APPEND. A client that waits for "+" is told at once; one that does not
    /// has sent it already, and it is skipped, unless it is larger than any message may be.</summary>
    public ImapStep Refuse()
    {
        var (tag, size, synchronizing) = _offered ?? throw new InvalidOperationException("No message was offered.");
        Reset();
        if (synchronizing) return new ImapStep.Refused(tag);
        if (size > limits.MaxMessage) return new ImapStep.Bad(tag, TooBig, Close: true);
        _refused = tag;
        return new ImapStep.Skip(size);
    }

    /// <summary>The message of the last <see cref="ImapStep.Body"/> was taken and read to its end, but its APPEND is lost (the store is full): what still comes of it is skipped.</summary>
    public void Abandon()
    {
        var tag = _append?.Tag ?? throw new InvalidOperationException("There is no APPEND.");
        Reset();
        _refused = tag;
    }

    private static ImapFault TooBig => new(ImapFaultKind.TooBig, "That is more than one command may be");

    private ImapStep Read(ReadOnlySpan<byte> text)
    {
        var reading = ImapCommandReader.Read(text, Utf8Names);
        Reset();
        return reading.Command is { } command ? new ImapStep.Complete(command) : new ImapStep.Bad(reading.Tag, reading.Fault!, Close: false);
    }

    private ImapStep Announced(ReadOnlySpan<byte> text, LiteralAnnouncement literal)
    {
        var (size, synchronizing) = literal;
        if (_held is null)
        {
            var scanner = new ImapScanner(text, Utf8Names);
            if (!scanner.ExpectHead(out var tag, out var name)) return Lost(tag, scanner.Fault!, close: !synchronizing);

            _isAppend = name == "APPEND";

            // Nobody needs a literal before login but for a name or a password.
            if (!LoggedIn && name != "LOGIN") return Lost(tag, new(ImapFaultKind.Syntax, "No literal before login"), close: !synchronizing);
        }

        // The one literal of APPEND that is no message is a name at its beginning.
        if (_isAppend && (_held is not null || !NamesByLiteral(text))) return FirstMessage(text, literal);
        var limit = LoggedIn ? limits.MaxLiteral : limits.MaxLiteralBeforeLogin;
        if (size > limit || size + text.Length + (_held?.WrittenCount ?? 0) > limits.MaxCommand || !Hold(text)) return Lost(TagOf(text), TooBig, close: !synchronizing);
        _held!.Write("\r\n"u8);
        _literalLeft = (int)size;
        return new ImapStep.Literal(_literalLeft, synchronizing);
    }

    private static bool NamesByLiteral(ReadOnlySpan<byte> text)
    {
        var scanner = new ImapScanner(text, false);
        return scanner.ExpectHead(out _, out _) && scanner.Rest is [(byte)' ', (byte)'{', ..];
    }

    private ImapStep FirstMessage(ReadOnlySpan<byte> text, LiteralAnnouncement literal)
    {
        ReadOnlySpan<byte> whole = _held is null ? text : [.. _held.WrittenSpan, .. text];
        var scanner = new ImapScanner(whole, Utf8Names);
        scanner.ExpectHead(out var tag, out _);
        if (!scanner.ExpectName(out var mailbox) || !scanner.ExpectMessage(out var message)) return Lost(tag, scanner.Fault!, close: !literal.Synchronizing);
        _held = null;
        _append = new(tag!, mailbox, []);
        return Offer(_append, message!, literal);
    }

    private ImapStep NextMessage(ReadOnlySpan<byte> text, LiteralAnnouncement? literal)
    {
        var append = _append!;
        if (text.IsEmpty)
        {
            Reset();
            return new ImapStep.Complete(new AppendCommand(append.Tag, append.Mailbox, append.Messages));
        }

        var scanner = new ImapScanner(text, Utf8Names);
        if (!scanner.ExpectMessage(out var message)) return Lost(append.Tag, scanner.Fault!, close: literal is { Synchronizing: false });
        return append.Messages.Count < limits.MaxMessages
            ? Offer(append, message!, literal!.Value)
            : Lost(append.Tag, TooBig, close: !literal!.Value.Synchronizing);
    }

    private ImapStep.Body Offer(AppendAssembly append, AppendMessage message, LiteralAnnouncement literal)
    {
        append.Messages.Add(message);
        _offered = (append.Tag, literal.Size, literal.Synchronizing);
        return new(append.Tag, append.Mailbox, append.Messages.Count - 1, message, literal.Synchronizing);
    }

    private ImapStep AfterRefusal(string tag, LiteralAnnouncement? literal)
    {
        if (literal is null or { IsBad: false, Synchronizing: true })
        {
            _refused = null;
            return new ImapStep.Refused(tag);
        }

        if (literal is { IsBad: false } next && next.Size <= limits.MaxMessage) return new ImapStep.Skip(next.Size);
        return Lost(tag, TooBig, close: true);
    }

    private bool Hold(ReadOnlySpan<byte> text)
    {
        _held ??= new(Math.Max(256, text.Length + 2));
        if (_held.WrittenCount + text.Length + 2 > limits.MaxCommand) return false;
        _held.Write(text);
        return true;
    }

    private string? TagOf(ReadOnlySpan<byte> text)
    {
        if (_append is not null) return _append.Tag;
        var scanner = new ImapScanner(_held is null ? text : _held.WrittenSpan, Utf8Names);
        scanner.ExpectHead(out var tag, out _);
        return tag;
    }

    private ImapStep.Bad Lost(string? tag, ImapFault fault, bool close)
    {
        Reset();
        return new(tag, fault, close);
    }

    private void Reset()
    {
        _held = null;
        _append = null;
        _isAppend = false;
        _offered = null;
        _refused = null;
        _literalLeft = 0;
    }
}
