using System.Buffers;
using System.Text;
using MailActors.Protocol.Sasl;
using MailActors.Protocol.Smtp.Client;
using Xunit;
using static MailActors.Protocol.Tests.Smtp.Client.ClientWords;

namespace MailActors.Protocol.Tests.Smtp.Client;

public class OpeningDialogueTests
{
    private readonly ArrayBufferWriter<byte> _out = new();

    [Fact]
    public void Greeting_EHLO_STARTTLS_EHLO_and_what_was_offered_before_TLS_is_forgotten()
    {
        var dialogue = Dialogue();
        Assert.Equal(OpeningStep.Read, dialogue.Next());
        Assert.Equal("EHLO us.example", Hear(dialogue, "220 mx"));
        Assert.Equal("STARTTLS", Hear(dialogue, "250 mx|250 STARTTLS|250 DSN|250 CHUNKING"));
        dialogue.Heard(Reply("220 go"));
        Assert.Equal(OpeningStep.StartTls, dialogue.Next());
        dialogue.Secured(ChannelBindings.None);
        Assert.Equal(["EHLO us.example"], _out.Take());
        dialogue.Heard(Reply("250 mx|250 SIZE 77|250 LIMITS RCPTMAX=5 MAILMAX=9|250 what is this"));

        Assert.Equal(OpeningStep.Ready, dialogue.Next());
        Assert.False(dialogue.Extensions.Dsn);
        Assert.False(dialogue.Extensions.Chunking);
        Assert.Equal((77, 5, 9), (dialogue.Extensions.MaxSize, dialogue.Extensions.MaxRecipients, dialogue.Extensions.MaxMessages));
    }

    [Fact]
    public void A_host_that_does_not_know_EHLO_is_asked_by_HELO()
    {
        var dialogue = Dialogue();
        Hear(dialogue, "220 mx");
        Assert.Equal("HELO us.example", Hear(dialogue, "502 what"));
        dialogue.Heard(Reply("250 mx|250 DSN"));
        Assert.Equal(OpeningStep.Ready, dialogue.Next());
        Assert.Equal(RemoteExtensions.None, dialogue.Extensions);
    }

    [Theory]
    [InlineData("502 what", StartTlsUse.Required, false)]
    [InlineData("502 what", StartTlsUse.WhenOffered, true)]
    [InlineData("450 later", StartTlsUse.WhenOffered, false)]
    public void EHLO_is_not_given_up_where_more_is_needed_or_for_a_passing_trouble(string reply, StartTlsUse tls, bool lmtp)
    {
        var dialogue = Dialogue(tls, lmtp);
        Hear(dialogue, "220 mx");
        dialogue.Heard(Reply(reply));
        Assert.Equal(OpeningFault.Refused, Failure(dialogue));
    }

    [Theory]
    [InlineData("454 not now")]
    [InlineData("501 no")]
    [InlineData("554 never")]
    public void A_refused_STARTTLS_is_gone_on_from_only_when_nothing_demands_it(string reply)
    {
        foreach (var use in new[] { StartTlsUse.WhenOffered, StartTlsUse.Required })
        {
            var dialogue = Dialogue(use);
            Hear(dialogue, "220 mx");
            Hear(dialogue, "250 mx|250 STARTTLS");
            dialogue.Heard(Reply(reply));
            if (use == StartTlsUse.WhenOffered) Assert.Equal(OpeningStep.Ready, dialogue.Next());
            else Assert.Equal(OpeningFault.NoTls, Failure(dialogue));
        }
    }

    [Fact]
    public void TLS_that_must_be_and_is_not_offered_is_a_failure()
    {
        var dialogue = Dialogue(StartTlsUse.Required);
        Hear(dialogue, "220 mx");
        dialogue.Heard(Reply("250 mx|250 DSN"));
        Assert.Equal(OpeningFault.NoTls, Failure(dialogue));
        Assert.DoesNotContain("MAIL", Encoding.ASCII.GetString(_out.WrittenSpan));
    }

    [Theory]
    [InlineData("554 go away", OpeningFault.Refused)]
    [InlineData("450 busy", OpeningFault.Refused)]
    [InlineData("421 busy", OpeningFault.Broken)]
    [InlineData("250 what", OpeningFault.Broken)]
    [InlineData("354 what", OpeningFault.Broken)]
    public void A_greeting_that_is_none_ends_it(string reply, OpeningFault fault)
    {
        var dialogue = Dialogue();
        dialogue.Heard(Reply(reply));
        Assert.Equal(fault, Failure(dialogue));
    }

    [Fact]
    public void A_host_of_our_own_name_is_ourselves()
    {
        var dialogue = new OpeningDialogue(new("us.example", false, StartTlsUse.Never, false) { RefuseOwnName = true }, _out);
        Hear(dialogue, "220 mx");
        dialogue.Heard(Reply("250 US.example hello"));
        Assert.Equal(OpeningFault.OwnName, Failure(dialogue));
    }

    [Theory]
    [InlineData("PLAIN LOGIN", "AUTH PLAIN AGFubgBzZWNyZXQ=")]
    [InlineData("LOGIN", "AUTH LOGIN")]
    [InlineData("LOGIN SCRAM-SHA-256", "AUTH SCRAM-SHA-256 biwsbj1hbm4scj1ub25jZQ==")]
    public void The_strongest_mechanism_is_taken(string offered, string command)
    {
        var dialogue = WithLogin(secure: true);
        Hear(dialogue, "220 mx");
        Assert.Equal(command, Hear(dialogue, $"250 mx|250 AUTH {offered}"));
    }

    [Fact]
    public void No_password_travels_in_the_clear_unless_the_operator_says_so()
    {
        var dialogue = WithLogin(secure: false);
        Hear(dialogue, "220 mx");
        dialogue.Heard(Reply("250 mx|250 AUTH PLAIN LOGIN"));
        Assert.Equal(OpeningFault.NoMechanism, Failure(dialogue));

        var allowed = WithLogin(secure: false, plaintextAllowed: true);
        Hear(allowed, "220 mx");
        Assert.StartsWith("AUTH PLAIN", Hear(allowed, "250 mx|250 AUTH PLAIN LOGIN"));
    }

    [Fact]
    public void LOGIN_answers_two_questions_and_no_third()
    {
        var dialogue = WithLogin(secure: true);
        Hear(dialogue, "220 mx");
        Hear(dialogue, "250 mx|250 AUTH=LOGIN");
        Assert.Equal("YW5u", Hear(dialogue, "334 VXNlcm5hbWU6"));
        Assert.Equal("c2VjcmV0", Hear(dialogue, "334 UGFzc3dvcmQ6"));
        Assert.Equal("*", Hear(dialogue, "334 TW9yZT8="));
        dialogue.Heard(Reply("501 given up"));
        Assert.Equal(OpeningFault.NotAuthenticated, Failure(dialogue));
    }

    [Fact]
    public void A_mechanism_that_turns_out_not_to_be_there_is_followed_by_the_next()
    {
        var dialogue = WithLogin(secure: true);
        Hear(dialogue, "220 mx");
        Hear(dialogue, "250 mx|250 AUTH SCRAM-SHA-256 PLAIN");
        Assert.StartsWith("AUTH PLAIN", Hear(dialogue, "504 5.5.4 not that one"));
        dialogue.Heard(Reply("535 5.7.8 no"));
        Assert.Equal(OpeningFault.NotAuthenticated, Failure(dialogue));
    }

    private OpeningDialogue Dialogue(StartTlsUse tls = StartTlsUse.WhenOffered, bool lmtp = false) => new(new("us.example", lmtp, tls, Secure: false), _out);

    private OpeningDialogue WithLogin(bool secure, bool plaintextAllowed = false) =>
        new(new("us.example", false, StartTlsUse.Never, secure) { Credentials = new("ann", "secret", plaintextAllowed, "nonce") }, _out);

    private string Hear(OpeningDialogue dialogue, string reply)
    {
        dialogue.Heard(Reply(reply));
        Assert.Equal(OpeningStep.Read, dialogue.Next());
        return Assert.Single(_out.Take());
    }

    private static OpeningFault Failure(OpeningDialogue dialogue)
    {
        Assert.Equal(OpeningStep.Failed, dialogue.Next());
        return dialogue.Failure!.Fault;
    }
}
