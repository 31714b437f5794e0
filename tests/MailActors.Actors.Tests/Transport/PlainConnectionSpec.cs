using System.Net.Sockets;
using System.Text;
using MailActors.Actors.Transport;
using MailActors.Protocol.Framing;
using Xunit;
using Xunit.Abstractions;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Tests.Transport;

public sealed class PlainConnectionSpec(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public void A_line_in_and_a_reply_out()
    {
        var (client, session, pipeline, info) = Connect();
        Assert.Equal(client.LocalEndPoint, info.Remote);
        Assert.Null(info.Tls);
        pipeline.Tell(Text("220 hello\r\n"), session);
        pipeline.Tell(Line(), session);
        Assert.Equal("220 hello\r\n", Take(client, 11));
        Send(client, "NOOP\r\n");
        Assert.Equal("NOOP", Text(session.ExpectMsg<Received>()));
        pipeline.Tell(Text("250 "), session);
        pipeline.Tell(Text("ok\r\n"), session);
        pipeline.Tell(Line(), session);
        Assert.Equal("250 ok\r\n", Take(client, 8));
    }

    [Fact]
    public void Pipelined_lines_come_one_by_one_as_asked_for()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "a\r\nb\r\nc\r\n");
        Assert.Equal("a", ReadLine(session, pipeline));
        session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Assert.Equal("b", ReadLine(session, pipeline));
        Assert.Equal("c", ReadLine(session, pipeline));
    }

    [Fact]
    public void A_frame_says_whether_more_had_come_behind_it()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "a\r\nb\r\n");
        pipeline.Tell(Line(), session);
        Assert.True(session.ExpectMsg<Received>().More);
        pipeline.Tell(Line(), session);
        Assert.False(session.ExpectMsg<Received>().More);
    }

    [Fact]
    public void A_dialogue_split_at_every_octet_reads_the_same()
    {
        const string input = "A1 LOGIN\r\n{5}hello\r\nDATA\r\n..x\r\n.\r\nQUIT\r\n";
        for (var split = 1; split < input.Length; split++)
        {
            var (client, session, pipeline, _) = Connect();
            Send(client, input[..split]);
            pipeline.Tell(Line(), session);
            if (split < 10) session.ExpectNoMsg(TimeSpan.FromMilliseconds(1));
            Send(client, input[split..]);
            Assert.Equal("A1 LOGIN", Text(session.ExpectMsg<Received>()));
            Assert.Equal("{5}", Octets(3));
            Assert.Equal("hello", Octets(5));
            Assert.Equal("", ReadLine(session, pipeline));
            Assert.Equal("DATA", ReadLine(session, pipeline));
            Assert.Equal(".x\r\n", Pieces(new Expect.Data()));
            Assert.Equal("QUIT", ReadLine(session, pipeline));
            client.Dispose();

            string Octets(int count) => Pieces(new Expect.Octets(count));

            string Pieces(Expect expect)
            {
                var text = new StringBuilder();
                while (true)
                {
                    pipeline.Tell(new Read(expect, Minute), session);
                    var received = session.ExpectMsg<Received>();
                    text.Append(Text(received));
                    if (received.Frame is Frame.Octets { Last: true } or Frame.Data { Last: true }) return text.ToString();
                }
            }
        }
    }

    [Fact]
    public async Task A_megabyte_of_octets_arrives_whole_and_nothing_behind_it_is_taken()
    {
        var (client, session, pipeline, _) = Connect();
        var sent = new byte[1_000_000];
        new Random(7).NextBytes(sent);
        var sending = Task.Run(() =>
        {
            client.Send(sent);
            Send(client, "NEXT\r\n");
        });
        var got = new MemoryStream();
        for (var last = false; !last;)
        {
            pipeline.Tell(new Read(new Expect.Octets(sent.Length), Minute), session);
            var octets = Assert.IsType<Frame.Octets>(session.ExpectMsg<Received>().Frame);
            got.Write(octets.Bytes.Span);
            last = octets.Last;
        }

        Assert.Equal(sent, got.ToArray());
        Assert.Equal("NEXT", ReadLine(session, pipeline));
        await sending;
    }

    [Fact]
    public void What_was_written_before_close_arrives_and_then_the_end()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "unread\r\n");
        pipeline.Tell(Text("221 bye\r\n"), session);
        pipeline.Tell(Close.Instance, session);
        Assert.Equal("221 bye\r\n", Take(client));
        Assert.Equal(CloseReason.BySession, session.ExpectMsg<Closed>().Reason);
    }

    [Fact]
    public void Replies_to_a_client_that_only_shut_down_its_sending_side_still_arrive()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "QUIT\r\n");
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal("QUIT", ReadLine(session, pipeline));
        pipeline.Tell(Text("221 bye\r\n"), session);
        pipeline.Tell(Line(), session);
        Assert.Equal("221 bye\r\n", Take(client));
        Assert.Equal(CloseReason.ByPeer, session.ExpectMsg<Closed>().Reason);
    }

    [Fact]
    public void A_client_that_resets_closes_the_session()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(Line(), session);
        client.LingerState = new LingerOption(true, 0);
        client.Close();
        Assert.Equal(CloseReason.ByPeer, session.ExpectMsg<Closed>().Reason);
    }

    [Fact]
    public void A_session_that_dies_leaves_its_client_the_last_words()
    {
        var (client, session, _, _) = Connect();
        Sys.Stop(session);
        Assert.Equal("421 sorry\r\n", Take(client));
    }

    [Fact]
    public void A_session_that_closed_leaves_no_last_words()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(Close.Instance, session);
        Sys.Stop(session);
        Assert.Equal("", Take(client));
    }

    [Fact]
    public void Flushed_is_said_when_the_kernel_has_it_all()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(Text("* 1 EXISTS\r\n"), session);
        pipeline.Tell(Flush.Instance, session);
        session.ExpectMsg<Flushed>();
        Assert.Equal("* 1 EXISTS\r\n", Take(client, 12));
        pipeline.Tell(Flush.Instance, session);
        session.ExpectMsg<Flushed>();
    }

    [Fact]
    public void A_write_while_a_read_waits_goes_out_at_once()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(Line(), session);
        pipeline.Tell(Text("* 2 EXISTS\r\n"), session);
        Assert.Equal("* 2 EXISTS\r\n", Take(client, 12));
    }

    [Fact, Trait("acceptance", "OV-01")]
    public void The_deadline_is_for_the_whole_line_and_the_connection_stands_behind_it()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(Line(), session);
        pipeline.Tell(Flush.Instance, session);
        session.ExpectMsg<Flushed>();
        for (var second = 0; second < 59; second++)
        {
            Send(client, "x");
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        session.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        Time.Advance(TimeSpan.FromSeconds(2));
        session.ExpectMsg<TimedOut>();
        pipeline.Tell(Text("421 too slow\r\n"), session);
        pipeline.Tell(Close.Instance, session);
        Assert.Equal("421 too slow\r\n", Take(client));
    }

    [Fact, Trait("acceptance", "OV-01")]
    public void A_body_that_drips_below_the_minimum_rate_is_cut_off_though_each_octet_is_in_time()
    {
        var (client, session, pipeline, _) = Connect();
        var reason = DripUntilClosed(client, session, pipeline, octetsASecond: 1, seconds: 60);
        Assert.Equal(CloseReason.TooSlow, reason);
    }

    [Fact, Trait("acceptance", "OV-01")]
    public void A_body_just_above_the_minimum_rate_is_let_through()
    {
        var (client, session, pipeline, _) = Connect();
        var reason = DripUntilClosed(client, session, pipeline, octetsASecond: Settings.MinimumRate + 100, seconds: 60);
        Assert.Null(reason);
    }

    [Fact]
    public void A_busy_session_does_not_count_against_the_client()
    {
        var (client, session, pipeline, _) = Connect();
        var read = new Read(new Expect.Octets(10), TimeSpan.FromMinutes(10));
        pipeline.Tell(read, session);
        Send(client, "12345");
        session.ExpectMsg<Received>();
        Time.Advance(TimeSpan.FromMinutes(5));
        pipeline.Tell(read, session);
        Time.Advance(TimeSpan.FromSeconds(5));
        Send(client, "67890");
        Assert.True(((Frame.Octets)session.ExpectMsg<Received>().Frame).Last);
    }

    [Fact, Trait("acceptance", "IP-06")]
    public void A_client_that_does_not_read_is_dropped_at_the_output_limit()
    {
        var (client, session, pipeline, _) = Connect();
        client.ReceiveBufferSize = 4096;
        var line = Text(new string('x', 60_000));
        for (var i = 0; i < 200; i++) pipeline.Tell(line, session);
        Assert.Equal(CloseReason.OutputFull, session.ExpectMsg<Closed>().Reason);
        client.Dispose();
    }

    [Fact, Trait("acceptance", "IP-06")]
    public async Task A_client_that_reads_gets_any_amount_when_the_session_flushes()
    {
        var (client, session, pipeline, _) = Connect();
        var taking = Task.Run(() => Take(client, 12_000_000).Length);
        for (var i = 0; i < 200; i++)
        {
            pipeline.Tell(Text(new string('x', 60_000)), session);
            pipeline.Tell(Flush.Instance, session);
            session.ExpectMsg<Flushed>();
        }

        Assert.Equal(12_000_000, await taking);
    }

    [Fact]
    public void Flushed_waits_while_the_client_does_not_read_and_the_wait_is_bounded()
    {
        var (client, session, pipeline, _) = Connect();
        var sent = 0;
        do
        {
            pipeline.Tell(Text(new string('x', 500_000)), session);
            pipeline.Tell(Flush.Instance, session);
            sent++;
        }
        while (session.ReceiveOne(TimeSpan.FromMilliseconds(300)) is Flushed && sent < 100);

        Assert.InRange(sent, 1, 99);
        Time.Advance(Settings.WriteTimeout + TimeSpan.FromSeconds(2));
        Assert.Equal(CloseReason.ByPeer, session.ExpectMsg<Closed>().Reason);
        client.Dispose();
    }

    private CloseReason? DripUntilClosed(
        Socket client, Akka.TestKit.TestProbe session, Akka.Actor.IActorRef pipeline, int octetsASecond, int seconds)
    {
        var read = new Read(new Expect.Octets(1_000_000), Minute);
        pipeline.Tell(read, session);
        for (var second = 0; second < seconds; second++)
        {
            client.Send(new byte[octetsASecond]);
            for (var got = 0; got < octetsASecond;)
            {
                var message = session.ExpectMsg<object>();
                if (message is Closed closed) return closed.Reason;
                got += ((Frame.Octets)((Received)message).Frame).Bytes.Length;
                pipeline.Tell(read, session);
            }

            // The read told last must have reached the stage before time goes on.
            pipeline.Tell(Flush.Instance, session);
            if (session.ExpectMsg<object>() is Closed early) return early.Reason;
            Time.Advance(TimeSpan.FromSeconds(1));
        }

        return null;
    }
}
