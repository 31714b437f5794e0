using System.Buffers;
using MailActors.Actors.Forwarding;
using MailActors.Actors.Queue;
using MailActors.Domain;
using MailActors.Domain.Blobs;
using MailActors.Domain.Directory;
using MailActors.Domain.Forwarding;
using MailActors.Domain.Queue;
using MailActors.Protocol.Addresses;
using MailActors.Protocol.Dsn;
using MailActors.Protocol.Smtp.Message;
using static MailActors.Actors.Delivery.Notices.Notices;

namespace MailActors.Actors.Delivery.Notices;

/// <summary>Makes notices and gives them to the queue by its one door.</summary>
public sealed class NoticeOffice(
    NoticeSettings settings, string hostName, IDirectory directory, ReturnPaths returnPaths, IBlobStore blobs, Func<IQueues> queues, TimeProvider time)
{
    /// <summary>Octets of the fields for machines in one notice: beyond it there is another.</summary>
    private int MaxFields => settings.MaxSize / 2;

    /// <summary>True when the notice is durable, or there is nobody to tell. False: it can't be had now.</summary>
    /// <param name="tells">All to one sender.</param>
    internal async Task<bool> Tell(IReadOnlyList<Tell> tells)
    {
        // RFC 5321 §4.5.5: never about a message with the empty reverse-path.
        if (tells[0].Sender is not { } sender) return true;
        try
        {
            var (known, targets) = await Find(sender).ConfigureAwait(false);
            if (targets.Count == 0) return known;
            var original = tells.Count == 1 ? await Original(tells[0].Envelope).ConfigureAwait(false) : null;
            // RFC 8689 §5: what tells of a message that goes by TLS only goes as it did, and never has more of it than its header section.
            var requireTls = tells.Any(tell => tell.Envelope.Handling.RequireTls);
            var part = 0;
            foreach (var report in NoticeReports.Of(tells, hostName, time.GetUtcNow()).Split(MaxFields))
            {
                var id = NoticeReports.IdOf(tells, part++);
                var message = DsnMessage.Write(report with { Id = id.ToString() }, original, settings.MaxSize);
                if (!await Submit(id, message, targets, requireTls).ConfigureAwait(false)) return false;
            }

            return true;
        }
        catch (StorageException)
        {
            return false;
        }
    }

    /// <returns>Whether the directory could tell, and where mail for the sender goes; none: nobody of that name is here.</returns>
    private async ValueTask<(bool Known, IReadOnlyList<Target> Targets)> Find(MailAddress sender)
    {
        switch (await returnPaths.Read(sender, default).ConfigureAwait(false))
        {
            case ReturnPath.None: break;
            case ReturnPath.To to: sender = to.Sender; break;
            case ReturnPath.CannotTell: return (false, []);
            default: return (true, []);
        }

        return await directory.Resolve(sender, default).ConfigureAwait(false) switch
        {
            Lookup<Route>.Found { Value: Route.Local local } => (true, local.Targets),
            Lookup<Route>.Found { Value: Route.Foreign } => (true, [new Target(sender, null, null)]),
            Lookup<Route>.CannotTell => (false, []),
            _ => (true, []),
        };
    }

    private async ValueTask<ReportedOriginal?> Original(Envelope envelope)
    {
        await using var blob = await blobs.Open(envelope.Blob, default).ConfigureAwait(false);
        if (blob is null) return null;
        var octets = new byte[Math.Clamp(blob.Length - envelope.HeadLength, 0, settings.MaxSize)];
        var have = 0;
        for (int read; have < octets.Length && (read = await blob.Read(envelope.HeadLength + have, octets.AsMemory(have), default).ConfigureAwait(false)) > 0;) have += read;
        var isAll = envelope.HeadLength + have >= blob.Length;
        return new(octets.AsMemory(0, have), isAll && envelope.Return == DsnReturn.Full && !envelope.Handling.RequireTls);
    }

    private async Task<bool> Submit(QueueId id, DsnMessage message, IReadOnlyList<Target> targets, bool requireTls)
    {
        StoredBlob body;
        await using (var writer = blobs.Create())
        {
            await writer.Write(message.Bytes, default).ConfigureAwait(false);
            body = await writer.Complete(default).ConfigureAwait(false);
        }

        var recipients = new List<Recipient>(targets.Count);
        foreach (var target in targets)
        {
            var own = target.Account is null ? body : await blobs.PutOverlay(HeadOf(target), body.Id, default).ConfigureAwait(false);
            recipients.Add(new(recipients.Count, target.Address, target.Address, target.Account, target.Tag, own.Id, own.Size, DsnNotify.Unspecified, null) { Via = target.Via });
        }

        var envelope = new Envelope(
            id, null, body.Id, body.Size, 0, message.EightBit ? BodyKind.EightBitMime : BodyKind.SevenBit, message.Utf8Header, DsnReturn.Unspecified, null, null,
            time.GetUtcNow().ToUnixTimeSeconds(), recipients)
        { Handling = new() { Origin = MailOrigin.Notice, RequireTls = requireTls } };
        return await queues().Accept(envelope, default).ConfigureAwait(false) is QueueReplies.Accepted;
    }

    private static ReadOnlyMemory<byte> HeadOf(Target target)
    {
        var lines = new ArrayBufferWriter<byte>(128);
        TraceFields.ReturnPath(lines, null);
        TraceFields.DeliveredTo(lines, target.Address);
        return lines.WrittenMemory;
    }
}
