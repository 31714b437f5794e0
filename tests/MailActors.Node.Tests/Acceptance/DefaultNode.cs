using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Acceptance;

/// <summary>One node with the limits it is shipped with; only the waits of wrong log-ins are a fortieth, and connections are not counted by the minute.</summary>
public sealed class DefaultNode : IAsyncLifetime
{
    private int _accounts;

    internal NodeProcess Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await NodeProcess.Start(new()
    {
        ["MAILACTORS__CONNECTIONS__PERMINUTE"] = "0",
        ["MAILACTORS__CONNECTIONS__PERADDRESS"] = "400",
        ["MAILACTORS__SECURITY__FIRSTDELAY"] = "00:00:00.050",
        ["MAILACTORS__SECURITY__LONGESTDELAY"] = "00:00:00.400",
    });

    public async Task DisposeAsync() => await Node.DisposeAsync();

    internal Task<string> NewAccount() => Node.AddAccount($"user{Interlocked.Increment(ref _accounts)}");
}

[CollectionDefinition(nameof(DefaultNode))]
public sealed class DefaultNodeCollection : ICollectionFixture<DefaultNode>;
