using MailActors.Node.Settings;
using Microsoft.Extensions.Configuration;
using Xunit;

namespace MailActors.Architecture.Tests;

public class SettingsReaderTests
{
    [Fact]
    public void A_list_that_is_set_replaces_the_default_one()
    {
        Assert.Equal(["relay"], Read(("Cluster:Roles:0", "relay")).Settings!.Cluster.Roles);
        Assert.Empty(Read().Settings!.Cluster.Roles);
    }

    [Theory]
    [InlineData("Database:Folder", "/tmp")]
    [InlineData("Database:File", "/tmp/x.db")]
    [InlineData("Smtp:MaxLines", "5")]
    public void What_nobody_reads_is_refused(string key, string value)
    {
        var (settings, faults) = Read((key, value));

        Assert.Null(settings);
        Assert.StartsWith($"MailActors:{key} is not a setting. Known here: ", Assert.Single(faults));
        Assert.DoesNotContain("Folder,", faults[0]);
    }

    [Fact]
    public void All_faults_are_told_at_once() =>
        Assert.Equal(3, Read(("Smtp:MaxLine", "ten"), ("Queue:Partition", "4"), ("PortOffset", "x")).Faults.Count);

    private static (NodeSettings? Settings, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] values) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => $"MailActors:{v.Key}", v => (string?)v.Value)).Build());
}
