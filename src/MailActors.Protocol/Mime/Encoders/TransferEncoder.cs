namespace MailActors.Protocol.Mime.Encoders;

/// <summary>Puts content into a transfer encoding (RFC 2045 §6), piece by piece, in lines of 76 octets at most.</summary>
public abstract class TransferEncoder
{
    /// <summary>The name for Content-Transfer-Encoding.</summary>
    public abstract string Name { get; }

    /// <summary>The most octets that <paramref name="input"/> octets, and what earlier pieces left over, can become.</summary>
    public abstract int MaxOutput(int input);

    /// <summary>Returns the octets written; <paramref name="output"/> holds <see cref="MaxOutput"/> of the input at least.</summary>
    /// <param name="last">No more input follows.</param>
    public abstract int Encode(ReadOnlySpan<byte> input, Span<byte> output, bool last);
}
