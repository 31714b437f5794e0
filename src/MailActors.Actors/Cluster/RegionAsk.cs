using Akka.Actor;

namespace MailActors.Actors.Cluster;

/// <summary>Asks through a shard region until there is an answer or the deadline: messages get lost when an entity moves, and an entity whose
/// write failed has stopped without an answer. For what may be asked twice.</summary>
internal sealed class RegionAsk(IActorRef region, TimeSpan oneTry, TimeSpan deadline, TimeProvider time)
{
    /// <returns>Null when nobody answered in time.</returns>
    public async Task<T?> Ask<T>(object message, CancellationToken cancel)
        where T : class
    {
        var started = time.GetTimestamp();
        for (var left = deadline; left > TimeSpan.Zero && !cancel.IsCancellationRequested; left = deadline - time.GetElapsedTime(started))
        {
            try
            {
                return await region.Ask<T>(message, left < oneTry ? left : oneTry, cancel).ConfigureAwait(false);
            }
            catch (AskTimeoutException)
            {
                // Lost or late: the next try finds out.
            }
            catch (Exception e) when (e is TaskCanceledException or OperationCanceledException)
            {
                break;
            }
        }

        return null;
    }
}
