using MailActors.Protocol.Mime;
using MimeKit;
using Xunit;
using MimePart = MailActors.Protocol.Mime.MimePart;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>Another reader of MIME, which nobody here wrote, finds the same parts.</summary>
public class MimeKitComparisonTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Generated_messages_have_the_same_structure(int seed)
    {
        var message = new GeneratedMessage(seed).Octets;
        var other = MimeMessage.Load(new MemoryStream(message));
        var summary = MessageSummaryBuilder.Summarise(message);
        Assert.Equal(Show(other.Body), Show(summary.Root, message));
        Assert.Equal(other.Subject ?? "", summary.Fields.Subject);
        Assert.Equal(other.MessageId ?? "", summary.MessageId);
        Assert.Equal(other.Date.ToUnixTimeSeconds(), summary.SentDate!.Value.UnixSeconds);
        Assert.Equal(string.Join(", ", other.To.Mailboxes.Select(Show)), summary.Fields.To);
    }

    private static string Show(MailboxAddress address) => string.IsNullOrEmpty(address.Name) ? $"<{address.Address}>" : $"{address.Name} <{address.Address}>";

    private static string Show(MimeEntity? entity) => entity switch
    {
        Multipart multipart => $"{multipart.ContentType.MimeType}[{string.Join(", ", multipart.Select(Show))}]",
        MessagePart part => $"{part.ContentType.MimeType}[{Show(part.Message?.Body)}]",
        MimeKit.MimePart part => $"{part.ContentType.MimeType}{{{Content(part)}}}",
        _ => "?",
    };

    private static string Show(MimePart part, byte[] message) => part.Children.Count > 0
        ? $"{part.Type}[{string.Join(", ", part.Children.Select(c => Show(c, message)))}]"
        : $"{part.Type}{{{Wire.Cut(message, part.Content)}}}";

    private static string Content(MimeKit.MimePart part)
    {
        using var raw = new MemoryStream();
        part.Content?.Stream?.CopyTo(raw);
        return System.Text.Encoding.UTF8.GetString(raw.ToArray());
    }
}
