using MailActors.Domain.Blobs;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;

namespace MailActors.Actors.Imap.Session;

/// <summary>The life of a connection from greeting to goodbye: one command at a time, each answered by exactly one tagged line
/// (RFC 9051 §5.5: pipelined commands are done in their order).</summary>
internal static class Conversation
{
    public static async Task Run(ImapSession session)
    {
        try
        {
            session.Out.UntaggedOk(session.Services.HostName + " MailActors ready.", ResponseCode.Capability(Capabilities.Of(session)));
            session.Send();
            while (!session.Ending && await CommandInput.Next(session) is { } command) await Obey(session, command);
            session.SayGoodbye();
            session.Connection.Close();
        }
        catch (OperationCanceledException) when (session.Connection.Gone.IsCancellationRequested)
        {
            // The client is gone, and with it everybody who would want to know.
        }
        finally
        {
            AppendIntake.Forget(session);
        }
    }

    public static void Answer(ImapSession session, string? tag, ImapReply reply)
    {
        switch (reply.Status)
        {
            case ImapStatus.Ok:
                session.Out.Ok(tag ?? "*", reply.Text, reply.Code);
                break;
            case ImapStatus.No:
                session.Out.No(tag ?? "*", reply.Text, reply.Code);
                break;
            default:
                session.Out.Bad(tag, reply.Text, reply.Code);
                break;
        }
    }

    private static async Task Obey(ImapSession session, ImapCommand command)
    {
        ImapReply? reply;
        try
        {
            reply = ImapCommands.Refusal(command, session.State) ?? await ImapCommands.Do(session, command);
        }
        catch (StorageException fault)
        {
            reply = ImapWords.Of(fault.Fault);
        }

        AppendIntake.Forget(session);
        // A handler that has said all itself (STARTTLS) returns nothing.
        if (reply is not null) Answer(session, command.Tag, reply);
        if (reply is { Status: ImapStatus.Bad }) session.CountBad();
        await session.SendAll();
    }
}
