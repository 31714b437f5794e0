using MailActors.Domain.Blobs;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp;

namespace MailActors.Actors.Smtp.Intake;

/// <summary>What store and queue say, in the terms of SMTP. All of it is temporary: a fault of ours never refuses mail for good.</summary>
internal static class Refusals
{
    public static SmtpRejection Of(StorageFault fault) => fault == StorageFault.Full ? SmtpRejection.StorageFull : SmtpRejection.TryLater;

    public static SmtpRejection Of(QueueRejection reason) => reason == QueueRejection.StorageFull ? SmtpRejection.StorageFull : SmtpRejection.TryLater;
}
