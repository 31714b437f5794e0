using MailActors.Node.Tests.Running;
using Xunit;

namespace MailActors.Node.Tests.Clients;

/// <summary>One node for all tests with real clients; each test takes accounts of its own.</summary>
public sealed class RunningNode : IAsyncLifetime
{
    private int _accounts;

    internal NodeProcess Node { get; private set; } = null!;

    public async Task InitializeAsync() => Node = await NodeProcess.Start();

    public async Task DisposeAsync() => await Node.DisposeAsync();

    internal Task<string> NewAccount() => Node.AddAccount($"user{Interlocked.Increment(ref _accounts)}");
}

[CollectionDefinition(nameof(RunningNode))]
public sealed class RunningNodeCollection : ICollectionFixture<RunningNode>;
