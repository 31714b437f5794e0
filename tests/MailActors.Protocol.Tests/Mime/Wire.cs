using System.Text;
using MailActors.Protocol.Mime;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>Messages as tests write them: LF in the source, CRLF in the mail.</summary>
internal static class Wire
{
    public static byte[] Mail(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    public static MessageSummary Summarise(string text) => MessageSummaryBuilder.Summarise(Mail(text));

    public static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    public static string Cut(byte[] message, Extent extent) =>
        Encoding.UTF8.GetString(message, (int)extent.Offset, (int)extent.Length);
}
