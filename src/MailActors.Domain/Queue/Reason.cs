namespace MailActors.Domain.Queue;

/// <summary>Why a recipient was put off, failed or was refused: for people, and for the fields of a delivery status notification (RFC 3464 §2.3).</summary>
/// <param name="Status">Enhanced status code (RFC 3463), such as <c>5.1.1</c>.</param>
/// <param name="Text">One line of printable text. With a host: its reply, code first.</param>
/// <param name="Host">The remote host that said it; null when it is our own finding.</param>
public sealed record Reason(string Status, string Text, string? Host = null)
{
    public override string ToString() => Host is null ? $"{Status} {Text}" : $"{Status} {Text} (said {Host})";

    /// <summary>A passing trouble that has lasted too long: the same subject and detail as a permanent failure.</summary>
    public Reason GivenUpAfter(TimeSpan time) =>
        this with { Status = $"5{Status.AsSpan(1)}", Text = $"{Text} Given up after {time.TotalDays:0.#} days." };
}
