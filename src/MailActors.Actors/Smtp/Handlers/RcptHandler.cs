using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;
using MailActors.Protocol.Smtp.Commands;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>RCPT TO: adds recipients of ours; those of others only for a user who has logged in. No network is trusted. "Cannot tell" is never "no such
/// user", and a mailbox without room refuses here, where no bounce arises.</summary>
internal static class RcptHandler
{
    public static async ValueTask<SmtpStep> Handle(SmtpSession session, RcptCommand command)
    {
        var transaction = session.Transaction!;
        if (transaction.Accepted.Count >= session.Settings.MaxRecipients) return session.Refuse(SmtpRejection.TooManyRecipients);
        if (command.International && !transaction.Mail.Utf8) return session.Refuse(SmtpRejection.RecipientNeedsUtf8);

        IReadOnlyList<Target> targets;
        switch (await Resolve(session, command.ForwardPath))
        {
            case Lookup<Route>.Found { Value: Route.Local local }:
                targets = local.Targets;
                break;
            case Lookup<Route>.Found { Value: Route.Foreign }:
                if (session.Kind != SmtpEndpointKind.Submission || session.Account is null) return session.Refuse(SmtpRejection.RelayDenied);
                targets = [new Target(command.ForwardPath!, null, null)];
                break;
            case Lookup<Route>.Found { Value: Route.Loop }:
                return session.Refuse(SmtpRejection.RecipientLoop);
            case Lookup<Route>.Found { Value: Route.Disabled }:
                return session.Refuse(SmtpRejection.RecipientDisabled);
            case Lookup<Route>.NotFound:
                return session.Refuse(SmtpRejection.UnknownRecipient);
            default:
                return session.Refuse(SmtpRejection.RecipientUnavailable);
        }

        // Of a list some may be full and the others still get it.
        if (targets is [{ Account: { } account }] && await session.Services.Quotas.Check(account, transaction.Mail.Size ?? 0, session.Cancel) is { } full)
            return session.Refuse(full);

        if (session is { Kind: SmtpEndpointKind.Submission, Account: { } submitter })
        {
            foreach (var foreign in targets.Where(target => target.Account is null))
            {
                if (await session.Services.Sending.Admit(session, submitter, foreign.Address, transaction) is { } over) return session.Refuse(over);
            }
        }

        transaction.Add(command, targets);
        session.State = SmtpTransitions.After(session.State, SmtpVerb.Rcpt);
        return session.Reply(SmtpReplies.RecipientOk);
    }

    /// <param name="path">Null: the bare Postmaster, whom every host has (RFC 5321 §4.5.1).</param>
    private static async ValueTask<Lookup<Route>> Resolve(SmtpSession session, MailAddress? path)
    {
        var directory = session.Services.Directory;
        if (path is not null) return await directory.Resolve(path, session.Cancel);
        if (session.Services.Postmaster is not { } postmaster) return await directory.ResolvePostmaster(session.Cancel);
        var route = await directory.Resolve(postmaster, session.Cancel);
        return route is Lookup<Route>.Found { Value: Route.Foreign } ? await directory.ResolvePostmaster(session.Cancel) : route;
    }
}
