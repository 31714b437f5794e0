using System.Text;
using MimeKit;
using MimeKit.Utils;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>A valid message made of a seed, written by MimeKit: multiparts, messages in messages, other charsets.</summary>
internal sealed class GeneratedMessage
{
    private static readonly string[] Words = ["Grüße", "hello", "naïve", "\"quoted\"", "日本", "a,b", "x", "Ελλάδα", "(comment)"];

    private readonly Random _random;

    public GeneratedMessage(int seed)
    {
        _random = new(seed);
        using var stream = new MemoryStream();
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        Message(0).WriteTo(options, stream);
        Octets = stream.ToArray();
    }

    public byte[] Octets { get; }

    private MimeMessage Message(int depth)
    {
        var message = new MimeMessage { Subject = Text(1 + _random.Next(12)), Date = DateTimeOffset.UnixEpoch.AddSeconds(_random.Next()), MessageId = MimeUtils.GenerateMessageId("example.test") };
        message.From.Add(new MailboxAddress(Text(2), "from@example.test"));
        for (var i = 0; i <= _random.Next(4); i++) message.To.Add(new MailboxAddress(_random.Next(3) == 0 ? "" : Text(2), $"to{i}@example.test"));
        message.Body = Entity(depth);
        return message;
    }

    private MimeEntity Entity(int depth) => _random.Next(depth > 4 ? 2 : 5) switch
    {
        0 => new TextPart("plain") { Text = Text(30), ContentTransferEncoding = ContentEncoding.QuotedPrintable },
        1 => new MimeKit.MimePart("application", "pdf")
        {
            Content = new MimeContent(new MemoryStream(Encoding.UTF8.GetBytes(Text(50)))),
            ContentTransferEncoding = ContentEncoding.Base64,
            FileName = Text(3) + ".pdf",
        },
        2 => new MessagePart("rfc822") { Message = Message(depth + 1) },
        _ => Multipart(depth),
    };

    private Multipart Multipart(int depth)
    {
        var multipart = new Multipart(_random.Next(2) == 0 ? "mixed" : "alternative");
        for (var i = 0; i <= _random.Next(4); i++) multipart.Add(Entity(depth + 1));
        return multipart;
    }

    private string Text(int words) => string.Join(' ', Enumerable.Range(0, words).Select(_ => Words[_random.Next(Words.Length)]));
}
