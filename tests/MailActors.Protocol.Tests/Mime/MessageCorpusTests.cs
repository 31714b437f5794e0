using MailActors.Protocol.Mime;
using Xunit;

namespace MailActors.Protocol.Tests.Mime;

public class MessageCorpusTests
{
    [Fact]
    [Trait("acceptance", "MI-07")]
    public void Every_message_has_a_sane_summary_that_can_be_kept()
    {
        for (var i = 0; i < MessageCorpus.Count; i++)
        {
            var message = MessageCorpus.Message(i);
            var summary = MessageSummaryBuilder.Summarise(message);
            Assert.True(StructureTests.Nests(summary.Root, 0, message.Length), $"message {i}");
            MessageSummaryCodecTests.AssertSame(summary, MessageSummaryCodec.Read(MessageSummaryCodec.Write(summary)));
        }
    }

    [Fact]
    public void The_messages_are_different_and_SMTP_takes_them()
    {
        var all = Enumerable.Range(0, MessageCorpus.Count).Select(MessageCorpus.Message).ToList();
        Assert.True(all.Select(Convert.ToHexString).Distinct().Count() > 1_100);
        foreach (var message in all)
        {
            Assert.DoesNotContain((byte)0, message);
            Assert.EndsWith("\r\n", System.Text.Encoding.Latin1.GetString(message));
            for (var i = 0; i < message.Length; i++)
            {
                if (message[i] == '\n') Assert.True(i > 0 && message[i - 1] == '\r');
                if (message[i] == '\r') Assert.True(i + 1 < message.Length && message[i + 1] == '\n');
            }
        }
    }
}
