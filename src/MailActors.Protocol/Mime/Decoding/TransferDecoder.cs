namespace MailActors.Protocol.Mime.Decoding;

/// <summary>Takes content out of its transfer encoding (RFC 2045 §6), piece by piece. Whatever comes is decoded as far as it goes.</summary>
public abstract class TransferDecoder
{
    /// <summary>The most octets that <paramref name="input"/> octets, and what earlier pieces left over, can become.</summary>
    public static int MaxOutput(int input) => input + MaxHeld;

    /// <summary>Octets a decoder holds back between pieces: blanks before a line end that may have to go.</summary>
    protected const int MaxHeld = 256;

    /// <summary>Null for an encoding that isn't known: NO [UNKNOWN-CTE] (RFC 3516 §4.3).</summary>
    public static TransferDecoder? For(string encoding) => encoding switch
    {
        "7bit" or "8bit" or "binary" => new IdentityDecoder(),
        "base64" => new Base64Decoder(),
        "quoted-printable" => new QuotedPrintableDecoder(),
        _ => null,
    };

    /// <summary>Returns the octets written; <paramref name="output"/> holds <see cref="MaxOutput"/> of the input at least.</summary>
    /// <param name="last">No more input follows.</param>
    public abstract int Decode(ReadOnlySpan<byte> input, Span<byte> output, bool last);
}
