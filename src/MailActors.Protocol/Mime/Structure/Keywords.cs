using System.Text;

namespace MailActors.Protocol.Mime.Structure;

/// <summary>Words of MIME in lower case; those in every message are not made anew.</summary>
internal static class Keywords
{
    public const string OctetStream = "application/octet-stream";

    private static readonly string[] Common =
    [
        "7bit", "8bit", "base64", "quoted-printable", "binary",
        "utf-8", "us-ascii", "iso-8859-1", "windows-1252",
        "text/plain", "text/html", "multipart/mixed", "multipart/alternative", "multipart/related", "multipart/signed",
        "message/rfc822", "message/delivery-status", "application/pdf", OctetStream, "image/jpeg", "image/png",
    ];

    public static string Lower(ReadOnlySpan<byte> word)
    {
        foreach (var common in Common)
            if (Ascii.EqualsIgnoreCase(word, common)) return common;
        return Encoding.UTF8.GetString(word).ToLowerInvariant();
    }
}
