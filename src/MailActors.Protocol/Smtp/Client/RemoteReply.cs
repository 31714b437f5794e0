using System.Collections.Immutable;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>A whole reply of a remote host (RFC 5321 §4.2). What the host said is bounded and holds printable ASCII only, so that it can go into
/// a report or a log as it is.</summary>
/// <param name="Code">200 to 599.</param>
/// <param name="Lines">The texts behind the codes, without enhanced codes taken out.</param>
public sealed record RemoteReply(int Code, ImmutableArray<string> Lines)
{
    /// <summary>Characters of <see cref="Text"/>: enough for people, little enough for a journal row each.</summary>
    public const int MaxText = 500;

    private string? _text;

    public bool IsPositive => Code is >= 200 and < 300;

    public bool IsIntermediate => Code is >= 300 and < 400;

    public bool IsNegative => Code >= 400;

    public bool IsPermanent => Code >= 500;

    /// <summary>RFC 5321 §3.8: the host is about to hang up.</summary>
    public bool IsClosing => Code == 421;

    /// <summary>Of the first line's text: a host's name, or a challenge of AUTH; empty when there is none.</summary>
    public string FirstWord => Lines.IsEmpty ? "" : Lines[0].Split(' ', 2)[0];

    /// <summary>All lines as one, code first.</summary>
    public string Text => _text ??= Join();

    /// <summary>The enhanced status code (RFC 3463) it gave, when its class is that of the code; else the bare class.</summary>
    public string Status => EnhancedStatus.Of(Lines.IsEmpty ? "" : Lines[0], Code / 100) ?? $"{Code / 100}.0.0";

    public override string ToString() => Text;

    private string Join()
    {
        var text = $"{Code} {string.Join(' ', Lines)}".TrimEnd();
        return text.Length > MaxText ? text[..MaxText] : text;
    }
}
