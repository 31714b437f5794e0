using System.Buffers;
using System.Buffers.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>How responses travel in a line of SMTP (RFC 4954 §4), IMAP (RFC 9051 §6.2.2) and POP3 (RFC 5034 §4): base64, <c>*</c> to give up,
/// and <c>=</c> for an empty initial response. The length is bounded, since everybody may send one before log-in.</summary>
public static class SaslLine
{
    /// <summary>Octets of base64 in one response.</summary>
    public const int MaxOctets = 8192;

    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="u8);

    /// <summary>An answer to a challenge. Null failure: <paramref name="response"/> holds its octets.</summary>
    public static SaslFailure? Decode(ReadOnlySpan<byte> line, out byte[] response)
    {
        response = [];
        if (line.Length > MaxOctets) return SaslFailure.TooLong;
        if (line.SequenceEqual("*"u8)) return SaslFailure.Aborted;

        // The platform's decoder skips white space; RFC 4648 §3.3 has us refuse it.
        if (line.ContainsAnyExcept(Alphabet)) return SaslFailure.Malformed;
        var octets = new byte[Base64.GetMaxDecodedFromUtf8Length(line.Length)];
        if (Base64.DecodeFromUtf8(line, octets, out _, out var length) != OperationStatus.Done) return SaslFailure.Malformed;
        response = octets[..length];
        return null;
    }

    /// <summary>The response behind the mechanism's name.</summary>
    public static SaslFailure? DecodeInitial(ReadOnlySpan<byte> line, out byte[] response)
    {
        response = [];
        return line.SequenceEqual("="u8) ? null : Decode(line, out response);
    }

    public static string Encode(ReadOnlySpan<byte> challenge) => Convert.ToBase64String(challenge);
}
