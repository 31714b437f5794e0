using Akka.Actor.Setup;
using Akka.Configuration;
using Akka.TestKit.Xunit2;
using Xunit.Abstractions;

namespace MailActors.Actors.Tests;

/// <summary>A test of actors that waits as long as a busy machine may need: an answer that is late is no fault, one that never comes is.</summary>
public abstract class ActorSpec : TestKit
{
    /// <summary>For an answer that must come.</summary>
    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Waits = "akka.test { single-expect-default = 60s, default-timeout = 60s }\n";

    protected ActorSpec(string config = "", ITestOutputHelper? output = null)
        : base(ActorSystemSetup.Create(Configured(config)), output: output)
    {
    }

    protected ActorSpec(string config, Setup more)
        : base(ActorSystemSetup.Create(Configured(config), more))
    {
    }

    private static Akka.Actor.BootstrapSetup Configured(string config) =>
        Akka.Actor.BootstrapSetup.Create().WithConfig(ConfigurationFactory.ParseString(Waits + config).WithFallback(DefaultConfig));
}
