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

    /// <summary>What can't be read doesn't hide what is out of bounds.</summary>
    [Fact]
    public void Faults_of_every_kind_are_told_at_once() => Assert.Collection(
        Read(("Smtp:MaxLines", "5"), ("PortOffset", "x"), ("Queue:Partitions", "-1"), ("Bind", "here")).Faults,
        fault => Assert.StartsWith("MailActors:Smtp:MaxLines is not a setting.", fault),
        fault => Assert.StartsWith("MailActors:PortOffset is \"x\"", fault),
        fault => Assert.StartsWith("MailActors:Bind is \"here\"", fault),
        fault => Assert.StartsWith("Queue:Partitions must be between", fault));

    [Fact]
    public void A_list_of_records_is_read()
    {
        var routes = Read(("Outbound:Routes:0:Domain", "*"), ("Outbound:Routes:0:Via", "Smtp"), ("Outbound:Routes:0:Host", "relay.example.org"), ("Outbound:Routes:1:Domain", "direct.example")).Settings!.Outbound.Routes;

        Assert.Equal(["* by Smtp relay.example.org", "direct.example by Direct "], routes.Select(route => route.ToString()));
    }

    [Theory]
    [InlineData("Outbound:Routes:0:Hosts", "x", "MailActors:Outbound:Routes:0:Hosts is not a setting. Known here: Domain, ")]
    [InlineData("Outbound:Routes:0:Port", "ten", "MailActors:Outbound:Routes:0:Port is \"ten\": give a whole number.")]
    [InlineData("Outbound:Routes:0:Via", "Pigeon", "MailActors:Outbound:Routes:0:Via is \"Pigeon\": give one of Direct, Smtp, Lmtp.")]
    [InlineData("Outbound:Routes:first:Domain", "*", "MailActors:Outbound:Routes:first is not a setting")]
    [InlineData("Outbound:Routes:0", "*", "MailActors:Outbound:Routes:0 is \"*\": give a record")]
    [InlineData("Outbound:Routes", "*", "MailActors:Outbound:Routes is \"*\": give a list of records.")]
    [InlineData("Outbound:Routes:0:Domain", "a b", "MailActors:Outbound:Routes has a route for \"a b\": give a domain")]
    public void What_is_wrong_in_a_list_of_records_is_told(string key, string value, string fault) =>
        Assert.StartsWith(fault, Assert.Single(Read([.. Others(key), (key, value)]).Faults));

    [Fact]
    public void All_faults_of_all_records_are_told_at_once() =>
        Assert.Equal(4, Read(("Outbound:Routes:0:Domain", "a b"), ("Outbound:Routes:1:Domain", "c d"), ("Outbound:Dns:Resolvers:0", "here"), ("Outbound:Sources:0:For", "*")).Faults.Count);

    /// <summary>What makes a route a whole one but for this key.</summary>
    private static IEnumerable<(string, string)> Others(string key) =>
        key.StartsWith("Outbound:Routes:0:", StringComparison.Ordinal) && !key.EndsWith(":Domain", StringComparison.Ordinal) ? [("Outbound:Routes:0:Domain", "*")] : [];

    private static (NodeSettings? Settings, IReadOnlyList<string> Faults) Read(params (string Key, string Value)[] values) => SettingsReader.Read(
        new ConfigurationBuilder().AddInMemoryCollection(values.ToDictionary(v => $"MailActors:{v.Key}", v => (string?)v.Value)).Build());
}
