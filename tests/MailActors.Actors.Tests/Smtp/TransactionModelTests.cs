using System.Text;
using MailActors.Actors.Smtp;
using MailActors.Domain.Queue;
using MailActors.Protocol.Framing;
using MailActors.Protocol.Smtp;
using Xunit;

namespace MailActors.Actors.Tests.Smtp;

/// <summary>Random command sequences, with refusals at every stage, against a model of a few lines.</summary>
public class TransactionModelTests
{
    private const int Sequences = 100_000;

    private static readonly string[] Lines =
    [
        "EHLO me", "HELO me", "EHLO", "MAIL FROM:<>", "MAIL FROM:<joe@remote.test>", "MAIL FROM:<joe", "MAIL FROM:<> SIZE=999999999999", "MAIL FROM:<> X=y",
        "RCPT TO:<ann@example.test>", "RCPT TO:<ann@example.test>", "RCPT TO:<nobody@example.test>", "RCPT TO:<friend@remote.test>", "RCPT TO:<ann", "RCPT TO:<off@example.test>",
        "DATA", "DATA", "DATA x", "BDAT 0", "BDAT 0 LAST", "RSET", "NOOP", "WHAT", "STARTTLS", "VRFY x",
    ];

    /// <summary>The state of the model: under TLS, greeted, has a sender, accepted recipients, has chunks.</summary>
    private record struct Model(bool Tls, bool Greeted, bool Sender, int Recipients, bool Chunks);

    [Fact]
    [Trait("acceptance", "SM-05")]
    public void The_envelope_is_what_the_model_says_after_every_command()
    {
        var random = new Random(20261124);
        for (var sequence = 0; sequence < Sequences; sequence++) Play(random);
    }

    private static void Play(Random random)
    {
        var world = new SmtpWorld(new SmtpSettings { ErrorDelay = TimeSpan.Zero, HardErrorLimit = 1000, SoftErrorLimit = 1000, MaxUnknownRecipients = 1000 });
        var session = new SmtpSession(
            world.Services, SmtpEndpointKind.Relay, true, SmtpWorld.Connection(false), new SmtpLog(Akka.Event.NoLogger.Instance, SmtpEndpointKind.Relay), default);
        var model = default(Model);
        var said = new StringBuilder();
        for (var i = random.Next(1, 21); i > 0; i--)
        {
            var line = random.Next(3) == 0 && session.State == SmtpState.Connected ? "EHLO me" : Lines[random.Next(Lines.Length)];
            var mishap = random.Next(8);
            (world.Directory.CannotTell, world.Queues.Refuse) = (mishap == 0, mishap == 1 ? QueueRejection.Unavailable : null);
            said.Append(line).Append(mishap < 2 ? $" (mishap {mishap})" : "").Append(" | ");
            var accepted = world.Queues.Accepted.Count;
            var code = Say(session, line, out var queued);
            var (expected, next) = Expected(model, line, mishap);
            Assert.True(expected == code, $"{said} gave {code}, the model has {expected}");
            model = next;
            Assert.Equal(queued && code == 250 ? accepted + 1 : accepted, world.Queues.Accepted.Count);
            Assert.Equal((model.Sender, model.Recipients), (session.Transaction is not null, session.Transaction?.Accepted.Count ?? 0));
            if (!model.Sender) Assert.Equal(0, world.Blobs.OpenWriters);
        }
    }

    private static int Say(SmtpSession session, string line, out bool queued)
    {
        var step = Take(session, new Frame.Line(Encoding.ASCII.GetBytes(line), false));
        queued = false;
        if (step.Next == SmtpNext.ReadData)
        {
            session.Replies.Clear();
            step = Take(session, new Frame.Data(Encoding.ASCII.GetBytes("a: b\r\n"), false, default));
            step = Take(session, new Frame.Data(Encoding.ASCII.GetBytes("\r\nx"), true, default));
            queued = true;
        }
        else if (step.Next == SmtpNext.ReadChunk)
        {
            step = Take(session, new Frame.Octets(default, true));
            queued = line.EndsWith("LAST", StringComparison.Ordinal);
        }
        else if (step.Next == SmtpNext.StartTls)
        {
            session.TlsStarted(SmtpWorld.Tls);
        }

        var code = session.Replies[^1].Code;
        session.Replies.Clear();
        return code;
    }

    private static SmtpStep Take(SmtpSession session, Frame frame)
    {
        var step = SmtpConversation.Take(session, frame).AsTask();
        Assert.True(step.IsCompleted);
        return step.GetAwaiter().GetResult();
    }

    private static (int Code, Model Next) Expected(Model m, string line, int mishap)
    {
        var open = m with { Sender = false, Recipients = 0, Chunks = false };
        var verb = line.Split(' ')[0];
        switch (verb)
        {
            case "EHLO" or "HELO":
                return line.Length > 4 ? (250, open with { Greeted = true }) : (501, m);
            case "RSET":
                return (250, open);
            case "NOOP":
                return (250, m);
            case "VRFY":
                return (252, m);
            case "WHAT":
                return (500, m);
            case "STARTTLS":
                return m.Tls || !m.Greeted || m.Sender ? (503, m) : (220, new Model(true, false, false, 0, false));
        }

        if (!m.Greeted) return (503, verb == "BDAT" ? open : m);
        if (verb == "MAIL")
        {
            if (m.Sender) return (503, m);
            return line switch
            {
                "MAIL FROM:<joe" => (501, m),
                "MAIL FROM:<> X=y" => (555, m),
                "MAIL FROM:<> SIZE=999999999999" => (552, m),
                _ => (250, m with { Sender = true }),
            };
        }

        if (!m.Sender) return (503, verb == "BDAT" ? open : m);
        if (verb == "RCPT")
        {
            if (m.Chunks) return (503, m);
            if (line == "RCPT TO:<ann") return (501, m);
            if (mishap == 0) return (451, m);
            return line == "RCPT TO:<ann@example.test>" ? (250, m with { Recipients = m.Recipients + 1 }) : (550, m);
        }

        if (m.Recipients == 0) return (503, verb == "BDAT" ? open : m);
        var done = mishap == 1 ? 451 : 250;
        return line switch
        {
            "DATA" when m.Chunks => (503, m),
            "DATA" => (done, open),
            "BDAT 0" => (250, m with { Chunks = true }),
            "BDAT 0 LAST" => (done, open),
            _ => m.Chunks ? (503, m) : (501, m),
        };
    }
}
