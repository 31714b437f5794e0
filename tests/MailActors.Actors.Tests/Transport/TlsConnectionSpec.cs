using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using MailActors.Actors.Transport;
using MailActors.Protocol.Framing;
using Xunit;
using Xunit.Abstractions;
using static MailActors.Actors.Transport.ConnectionProtocol;

namespace MailActors.Actors.Tests.Transport;

public sealed class TlsConnectionSpec(ITestOutputHelper output) : ConnectionSpec(output)
{
    private const int Races = 100;

    [Fact]
    public async Task Implicit_tls_is_done_before_connected()
    {
        var session = CreateTestProbe();
        var client = Open(session, true, true);
        var tls = await Handshake(client);
        var connected = session.ExpectMsg<Connected>();
        Assert.Equal("TLSv1.3", connected.Info.Tls!.Version);
        Assert.StartsWith("TLS_", connected.Info.Tls.Cipher);
        Assert.Equal(SHA256.HashData(((X509Certificate2)tls.RemoteCertificate!).RawData), connected.Info.Tls.ServerEndPoint.ToArray());
        connected.Pipeline.Tell(Text("* OK\r\n"), session);
        connected.Pipeline.Tell(Line(), session);
        Assert.Equal("* OK\r\n", await Get(tls, 6));
        await tls.WriteAsync("a NOOP\r\n"u8.ToArray());
        Assert.Equal("a NOOP", Text(session.ExpectMsg<Received>()));
    }

    [Fact]
    public async Task Starttls_goes_on_in_tls()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "STARTTLS\r\n");
        Assert.Equal("STARTTLS", ReadLine(session, pipeline));
        pipeline.Tell(Text("220 go ahead\r\n"), session);
        pipeline.Tell(StartTls.Instance, session);
        Assert.Equal("220 go ahead\r\n", Take(client, 14));
        var tls = await Handshake(client);
        Assert.NotEmpty(session.ExpectMsg<TlsStarted>().Tls.Cipher);
        await tls.WriteAsync("EHLO again\r\n"u8.ToArray());
        Assert.Equal("EHLO again", ReadLine(session, pipeline));
        pipeline.Tell(Text("250 ok\r\n"), session);
        pipeline.Tell(Close.Instance, session);
        Assert.Equal("250 ok\r\n", await Get(tls, 100));
        Assert.Equal(CloseReason.BySession, session.ExpectMsg<Closed>().Reason);
    }

    [Fact, Trait("acceptance", "TL-01")]
    public void Plaintext_behind_starttls_in_the_same_segment_closes_the_connection_and_is_never_read()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "STARTTLS\r\nMAIL FROM:<evil@x>\r\n");
        Assert.Equal("STARTTLS", ReadLine(session, pipeline));
        pipeline.Tell(Text("220 go ahead\r\n"), session);
        pipeline.Tell(StartTls.Instance, session);
        pipeline.Tell(Line(), session);
        Assert.Equal(CloseReason.TlsFailed, session.ExpectMsg<Closed>().Reason);
        AssertDead(client);
    }

    [Fact, Trait("acceptance", "TL-01")]
    public void Half_a_line_behind_starttls_closes_the_connection_too()
    {
        var (client, session, pipeline, _) = Connect();
        Send(client, "STARTTLS\r\nX");
        Assert.Equal("STARTTLS", ReadLine(session, pipeline));
        pipeline.Tell(StartTls.Instance, session);
        Assert.Equal(CloseReason.TlsFailed, session.ExpectMsg<Closed>().Reason);
        AssertDead(client);
    }

    [Fact, Trait("acceptance", "TL-02")]
    public async Task Plaintext_racing_the_handshake_is_never_read_as_a_command()
    {
        for (var race = 0; race < Races; race++)
        {
            var (client, session, pipeline, _) = Connect();
            Send(client, "STARTTLS\r\n");
            Assert.Equal("STARTTLS", ReadLine(session, pipeline));
            pipeline.Tell(Text("220 go ahead\r\n"), session);
            var injecting = Task.Run(() => Send(client, "RSET\r\n"));
            pipeline.Tell(StartTls.Instance, session);
            pipeline.Tell(Line(), session);
            await injecting;
            Assert.Equal(CloseReason.TlsFailed, session.ExpectMsg<Closed>().Reason);
            client.Dispose();
        }
    }

    [Fact, Trait("acceptance", "TL-06")]
    public async Task After_close_notify_nothing_is_read_not_even_plaintext()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(StartTls.Instance, session);
        var tls = await Handshake(client);
        session.ExpectMsg<TlsStarted>();
        var read = new Read(new Expect.Octets(100), Minute);
        pipeline.Tell(read, session);
        await tls.WriteAsync("half"u8.ToArray());
        Assert.False(((Frame.Octets)session.ExpectMsg<Received>().Frame).Last);
        await tls.ShutdownAsync();
        Send(client, "PLAIN\r\n");
        pipeline.Tell(read, session);
        Assert.Equal(CloseReason.ByPeer, session.ExpectMsg<Closed>().Reason);
    }

    [Fact, Trait("acceptance", "TL-06")]
    public async Task Plaintext_within_tls_ends_the_connection_unread()
    {
        var (client, session, pipeline, _) = Connect();
        pipeline.Tell(StartTls.Instance, session);
        var tls = await Handshake(client);
        session.ExpectMsg<TlsStarted>();
        Send(client, "PLAIN TEXT IN THE MIDDLE\r\n");
        pipeline.Tell(Line(), session);
        session.ExpectMsg<Closed>();
        tls.Dispose();
    }

    [Fact, Trait("acceptance", "TL-07")]
    public async Task Tls_1_1_is_refused_and_1_2_is_not()
    {
#pragma warning disable SYSLIB0039, CA5397 // the point is to offer it
        var refused = CreateTestProbe();
        await Assert.ThrowsAnyAsync<Exception>(() => Handshake(Open(refused, true, true), SslProtocols.Tls11));
#pragma warning restore SYSLIB0039, CA5397
        var taken = CreateTestProbe();
        await Handshake(Open(taken, true, true), SslProtocols.Tls12);
        Assert.Equal("TLSv1.2", taken.ExpectMsg<Connected>().Info.Tls!.Version);
    }

    [Fact, Trait("acceptance", "TL-08")]
    public async Task A_client_that_offers_only_other_applications_is_refused()
    {
        var refused = CreateTestProbe();
        await Assert.ThrowsAnyAsync<Exception>(() => Handshake(Open(refused, true, true), SslProtocols.None, "h2", "http/1.1"));
        Assert.Equal(CloseReason.TlsFailed, refused.ExpectMsg<Closed>().Reason);

        var taken = CreateTestProbe();
        var tls = await Handshake(Open(taken, true, true), SslProtocols.None, "h2", "imap");
        taken.ExpectMsg<Connected>();
        Assert.Equal("imap", tls.NegotiatedApplicationProtocol.ToString());
    }

    [Fact, Trait("acceptance", "TL-09")]
    public async Task Clients_that_stop_within_the_handshake_are_gone_after_its_deadline_and_harm_nobody()
    {
        var stalled = Enumerable.Range(0, 50).Select(_ => CreateTestProbe()).ToList();
        var clients = stalled.Select(one => Open(one, true, true)).ToList();
        clients.ForEach(one => one.Send([0x16, 0x03, 0x01, 0x02, 0x00]));
        var good = CreateTestProbe();
        await Handshake(Open(good, true, true));
        good.ExpectMsg<Connected>();
        Time.Advance(Settings.HandshakeTimeout + TimeSpan.FromSeconds(1));
        foreach (var one in stalled) Assert.Equal(CloseReason.TlsFailed, one.ExpectMsg<Closed>().Reason);
        foreach (var one in clients) AssertDead(one);
        good.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Starttls_where_none_is_offered_closes()
    {
        var (_, session, pipeline, _) = Connect(tls: false);
        pipeline.Tell(StartTls.Instance, session);
        Assert.Equal(CloseReason.TlsFailed, session.ExpectMsg<Closed>().Reason);
    }

    private static void AssertDead(Socket client)
    {
        try
        {
            Assert.Equal("", Take(client));
        }
        catch (SocketException e)
        {
            Assert.Equal(SocketError.ConnectionReset, e.SocketErrorCode);
        }
    }

    private static async Task<string> Get(SslStream tls, int atMost)
    {
        var buffer = new byte[atMost];
        return Encoding.ASCII.GetString(buffer, 0, await tls.ReadAtLeastAsync(buffer, atMost, throwOnEndOfStream: false));
    }
}
