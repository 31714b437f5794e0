using System.Text;
using MailActors.Protocol.Framing;
using Xunit;

namespace MailActors.Protocol.Tests.Framing;

/// <summary>Feeds a decoder in segments of chosen sizes and gathers what comes out.</summary>
internal static class Feeding
{
    public static byte[] Latin1(string text) => Encoding.Latin1.GetBytes(text);

    /// <summary>One expectation read to its end; the rest of the input is returned.</summary>
    public static (byte[] Text, Frame Last, string Unread) ReadAll(FrameDecoder decoder, Expect expect, byte[] input, params int[] splits)
    {
        var text = new MemoryStream();
        var start = 0;
        foreach (var end in splits.Append(input.Length))
        {
            var at = start;
            var segment = input[start..end];
            for (var first = true; first || at < end; first = false)
            {
                var frame = decoder.Read(segment.AsMemory(at - start), expect, out var consumed);
                at += consumed;
                if (frame is null) Assert.Equal(end, at);
                switch (frame)
                {
                    case Frame.Data data:
                        text.Write(data.Bytes.Span);
                        if (data.Last) return (text.ToArray(), frame, Encoding.Latin1.GetString(input[at..]));
                        break;
                    case Frame.Octets octets:
                        text.Write(octets.Bytes.Span);
                        if (octets.Last) return (text.ToArray(), frame, Encoding.Latin1.GetString(input[at..]));
                        break;
                    case Frame.Line line:
                        text.Write(line.Text.Span);
                        return (text.ToArray(), frame, Encoding.Latin1.GetString(input[at..]));
                    case Frame.LineTooLong:
                        return ([], frame, Encoding.Latin1.GetString(input[at..]));
                }
            }

            start = end;
        }

        throw new InvalidOperationException("The input ended before the frame.");
    }

    /// <summary>In one segment, split in two at every offset, and octet by octet: the outcome must be the same.</summary>
    public static (byte[] Text, Frame Last, string Unread) ReadEveryWay(Expect expect, string input)
    {
        var bytes = Latin1(input);
        var whole = ReadAll(new FrameDecoder(), expect, bytes);
        for (var split = 0; split <= bytes.Length; split++) Same(whole, ReadAll(new FrameDecoder(), expect, bytes, split));
        Same(whole, ReadAll(new FrameDecoder(), expect, bytes, Enumerable.Range(1, bytes.Length).ToArray()));
        return whole;
    }

    private static void Same((byte[] Text, Frame Last, string Unread) a, (byte[] Text, Frame Last, string Unread) b)
    {
        Assert.Equal(a.Text, b.Text);
        Assert.Equal(a.Unread, b.Unread);
        Assert.Equal(a.Last.GetType(), b.Last.GetType());
        if (a.Last is Frame.Data x) Assert.Equal(x.Faults, ((Frame.Data)b.Last).Faults);
        if (a.Last is Frame.Line y) Assert.Equal(y.BareNewline, ((Frame.Line)b.Last).BareNewline);
    }
}
