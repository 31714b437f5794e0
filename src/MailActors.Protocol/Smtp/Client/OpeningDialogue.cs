using System.Buffers;
using MailActors.Protocol.Sasl;

namespace MailActors.Protocol.Smtp.Client;

/// <summary>From a host's greeting to where mail may go: EHLO (or HELO, LHLO), STARTTLS, EHLO again, AUTH. Knows no socket. What was learnt before TLS
/// is forgotten after it (RFC 3207 §4.2).</summary>
/// <param name="output">Takes the commands; it is sent before a reply is waited for.</param>
public sealed class OpeningDialogue(OpeningPlan plan, IBufferWriter<byte> output)
{
    private bool _helo;
    private bool _secure = plan.Secure;
    private bool _tlsRefused;
    private bool _gaveUp;
    private OpeningStep _next = OpeningStep.Read;

    /// <summary>Of the reply that is waited for.</summary>
    public DialogueStage Stage { get; private set; } = DialogueStage.Greeting;

    public RemoteExtensions Extensions { get; private set; } = RemoteExtensions.None;

    public OpeningFailure? Failure { get; private set; }

    /// <summary>Whether the host offered STARTTLS before there was TLS.</summary>
    public bool OfferedTls { get; private set; }

    public OpeningStep Next() => _next;

    public void Heard(RemoteReply reply)
    {
        if (reply.IsClosing)
        {
            Fail(OpeningFault.Broken, reply);
            return;
        }

        switch (Stage)
        {
            case DialogueStage.Greeting:
                if (reply.IsNegative) Fail(OpeningFault.Refused, reply);
                else if (reply.Code != 220) Fail(OpeningFault.Broken, reply);
                else SayHello();
                break;
            case DialogueStage.Hello:
                Hello(reply);
                break;
            case DialogueStage.StartTls:
                StartTls(reply);
                break;
            case DialogueStage.Auth:
                Auth(reply);
                break;
        }
    }

    /// <summary>TLS from the first octet.</summary>
    public void Bind(ChannelBindings bindings) => plan.Credentials?.Bind(bindings);

    /// <summary>The handshake is done, and the certificate is as it must be.</summary>
    /// <param name="bindings">Of the connection, for SCRAM.</param>
    public void Secured(ChannelBindings bindings)
    {
        _secure = true;
        Extensions = RemoteExtensions.None;
        Bind(bindings);
        SayHello();
    }

    /// <summary>No reply will come.</summary>
    public void Cut() => Fail(OpeningFault.Broken, null);

    private void SayHello() => Say(DialogueStage.Hello, $"{(plan.Lmtp ? "LHLO" : _helo ? "HELO" : "EHLO")} {plan.HostName}");

    private void Hello(RemoteReply reply)
    {
        if (reply.IsNegative)
        {
            // RFC 5321 §4.1.1.1: a host that doesn't know EHLO is asked again by HELO, unless it must know more than HELO can offer.
            if (reply.IsPermanent && !_helo && !plan.Lmtp && !_secure && plan.StartTls != StartTlsUse.Required && plan.Credentials is null)
            {
                _helo = true;
                SayHello();
            }
            else
            {
                Fail(OpeningFault.Refused, reply);
            }

            return;
        }

        if (reply.IsIntermediate)
        {
            Fail(OpeningFault.Broken, reply);
            return;
        }

        if (plan.RefuseOwnName && reply.FirstWord.Equals(plan.HostName, StringComparison.OrdinalIgnoreCase))
        {
            Fail(OpeningFault.OwnName, reply);
            return;
        }

        Extensions = _helo ? RemoteExtensions.None : RemoteExtensions.Of(reply);
        OfferedTls |= Extensions.StartTls && !_secure;
        AfterHello();
    }

    private void AfterHello()
    {
        if (!_secure && !_tlsRefused && plan.StartTls != StartTlsUse.Never)
        {
            if (Extensions.StartTls)
            {
                Say(DialogueStage.StartTls, "STARTTLS");
                return;
            }

            if (plan.StartTls == StartTlsUse.Required)
            {
                Fail(OpeningFault.NoTls, null);
                return;
            }
        }

        if (plan.Credentials is not null) BeginAuth(plan.Credentials);
        else _next = OpeningStep.Ready;
    }

    private void StartTls(RemoteReply reply)
    {
        if (reply.Code == 220)
        {
            _next = OpeningStep.StartTls;
        }
        else if (!reply.IsNegative)
        {
            Fail(OpeningFault.Broken, reply);
        }
        else if (plan.StartTls == StartTlsUse.Required)
        {
            Fail(OpeningFault.NoTls, reply);
        }
        else
        {
            // RFC 3207 §4: 454, 501: it is for us to say whether we go on.
            _tlsRefused = true;
            AfterHello();
        }
    }

    private void BeginAuth(SaslClient credentials)
    {
        if (credentials.Begin(Extensions.Mechanisms, _secure) is { } first) Say(DialogueStage.Auth, first);
        else Fail(OpeningFault.NoMechanism, null);
    }

    private void Auth(RemoteReply reply)
    {
        var credentials = plan.Credentials!;
        if (reply.Code == 334 && !_gaveUp)
        {
            // RFC 4954 §4: * gives up; a refusal follows and ends it.
            var response = credentials.Respond(reply.FirstWord);
            _gaveUp = response is null;
            Say(DialogueStage.Auth, response ?? "*");
        }
        else if (reply.IsNegative && SaslClient.IsUnwelcome(reply.Code))
        {
            BeginAuth(credentials);
        }
        else if (reply.IsNegative)
        {
            Fail(OpeningFault.NotAuthenticated, reply);
        }
        else if (reply.Code == 235 && credentials.IsDone(reply.FirstWord))
        {
            _next = OpeningStep.Ready;
        }
        else
        {
            Fail(OpeningFault.NotAuthenticated, reply);
        }
    }

    private void Say(DialogueStage stage, string line)
    {
        CommandLines.Text(output, line);
        output.Write("\r\n"u8);
        Stage = stage;
        _next = OpeningStep.Read;
    }

    private void Fail(OpeningFault fault, RemoteReply? reply)
    {
        Failure = new(fault, reply);
        _next = OpeningStep.Failed;
    }
}
