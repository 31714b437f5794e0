using System.Buffers;
using System.Text;
using MailActors.Protocol.Smtp.Client;
using Xunit;

namespace MailActors.Protocol.Tests.Smtp.Client;

/// <summary>A dialogue as a test writes it: replies in, lines out.</summary>
internal static class ClientWords
{
    /// <param name="text">Lines parted by <c>|</c>, code on each.</param>
    public static RemoteReply Reply(string text)
    {
        var lines = text.Split('|');
        var wire = string.Concat(lines.Select((line, i) => i < lines.Length - 1 ? $"{line[..3]}-{line[4..]}\r\n" : $"{line}\r\n"));
        return new ReplyReader().Read(Encoding.UTF8.GetBytes(wire), out _) ?? throw new ArgumentException(text);
    }

    /// <summary>The lines written since the last time.</summary>
    public static string[] Take(this ArrayBufferWriter<byte> output)
    {
        var text = Encoding.UTF8.GetString(output.WrittenSpan);
        output.ResetWrittenCount();
        if (text.Length > 0) Assert.EndsWith("\r\n", text);
        return text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
    }
}
