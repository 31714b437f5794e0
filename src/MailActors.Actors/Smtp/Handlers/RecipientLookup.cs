using MailActors.Domain;
using MailActors.Domain.Directory;
using MailActors.Domain.Forwarding;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Handlers;

/// <summary>Where mail for the path of a RCPT command goes, or why it may not. Other hosts are for a user who has logged in, for aliases, and for
/// bounces of what was forwarded.</summary>
/// <param name="Targets">Null with a refusal.</param>
internal readonly record struct RecipientLookup(IReadOnlyList<Target>? Targets, SmtpRejection? Refusal)
{
    /// <param name="path">Null: the bare Postmaster, whom every host has (RFC 5321 §4.5.1).</param>
    public static async ValueTask<RecipientLookup> Find(SmtpSession session, MailAddress? path)
    {
        var isSubmission = session.Kind == SmtpEndpointKind.Submission;
        if (path is not null && !isSubmission)
        {
            switch (await session.Services.ReturnPaths.Read(path, session.Cancel))
            {
                case ReturnPath.None: break;
                case ReturnPath.To to: return await FindReturned(session, path, to.Sender);
                case ReturnPath.Expired: return new(null, SmtpRejection.ReturnPathExpired);
                case ReturnPath.CannotTell: return new(null, SmtpRejection.RecipientUnavailable);
                default: return new(null, SmtpRejection.UnknownRecipient); // counted, so that guessing ends
            }
        }

        return Of(await Resolve(session, path), isSubmission && session.Account is not null ? path : null);
    }

    /// <summary>A proof in the path says that we have forwarded mail of this sender; it is no leave to write to them, which whoever got that mail would
    /// have. So it is for bounces alone (Exim has it so; postsrsd takes any mail).</summary>
    private static async ValueTask<RecipientLookup> FindReturned(SmtpSession session, MailAddress path, MailAddress sender)
    {
        if (session.Transaction!.Mail.ReversePath is not null) return new(null, SmtpRejection.BouncesOnly);
        var found = Of(await session.Services.Directory.Resolve(sender, session.Cancel), sender);
        return found with { Targets = found.Targets?.Select(target => target.Account is null ? target with { Via = target.Via ?? path } : target).ToList() };
    }

    /// <param name="elsewhere">The target when the address is another host's; null: not allowed.</param>
    private static RecipientLookup Of(Lookup<Route> route, MailAddress? elsewhere) => route switch
    {
        Lookup<Route>.Found { Value: Route.Local local } => new(local.Targets, null),
        Lookup<Route>.Found { Value: Route.Foreign } => elsewhere is null ? new(null, SmtpRejection.RelayDenied) : new([new Target(elsewhere, null, null)], null),
        Lookup<Route>.Found { Value: Route.Loop } => new(null, SmtpRejection.RecipientLoop),
        Lookup<Route>.Found { Value: Route.Disabled } => new(null, SmtpRejection.RecipientDisabled),
        Lookup<Route>.NotFound => new(null, SmtpRejection.UnknownRecipient),
        _ => new(null, SmtpRejection.RecipientUnavailable),
    };

    private static async ValueTask<Lookup<Route>> Resolve(SmtpSession session, MailAddress? path)
    {
        var directory = session.Services.Directory;
        if (path is not null) return await directory.Resolve(path, session.Cancel);
        if (session.Services.Postmaster is not { } postmaster) return await directory.ResolvePostmaster(session.Cancel);
        var route = await directory.Resolve(postmaster, session.Cancel);
        return route is Lookup<Route>.Found { Value: Route.Foreign } ? await directory.ResolvePostmaster(session.Cancel) : route;
    }
}
