namespace MailActors.Actors.Cluster;

/// <summary>What differs from Akka's own defaults, with the reason for each.</summary>
internal static class MailHocon
{
    public const string Text = """
        akka {
          # Nothing goes to disk or to another node but what has a wire form of its own.
          actor.serialization-settings.allow-unregistered-types = off
          cluster {
            # Sharding keeps where its shards are in memory of the cluster, not in a journal: they are given out anew after a full stop.
            sharding {
              state-store-mode = ddata
              remember-entities = off
              least-shard-allocation-strategy.rebalance-absolute-limit = 20
              # Mailboxes write what is under way and perhaps a snapshot before they move.
              handoff-timeout = 30s
            }
            downing-provider-class = "Akka.Cluster.SBR.SplitBrainResolverProvider, Akka.Cluster"
            split-brain-resolver.active-strategy = keep-majority
            # One node alone must be ready at once.
            min-nr-of-members = 1
            allow-weakly-up-members = off
          }
          # Messages near the frame limit are found before they are dropped.
          remote.dot-netty.tcp.log-frame-size-exceeding = 32000b
          persistence {
            # Two writers in one stream are an alarm, never something to tidy up silently.
            journal-plugin-fallback.replay-filter.mode = fail
            # All events are kept, so a snapshot that can't be read costs time and nothing else.
            snapshot-store-plugin-fallback.snapshot-is-optional = true
          }
        }
        """;
}
