using System.Net;
using MailActors.Actors.Transport.Listening;
using Microsoft.Extensions.Time.Testing;
using Xunit;

namespace MailActors.Actors.Tests.Transport;

public sealed class ConnectionLimitsSpec
{
    private readonly FakeTimeProvider _time = new();

    [Fact, Trait("acceptance", "OV-02")]
    public void All_together_are_limited()
    {
        var limits = new ConnectionLimits(new ConnectionLimitSettings { Total = 3 }, _time);
        for (var i = 1; i <= 3; i++) Assert.Null(limits.Enter(IPAddress.Parse($"192.0.2.{i}")));
        Assert.Equal(ConnectionRefusal.TooManyInAll, limits.Enter(IPAddress.Parse("192.0.2.4")));
        limits.Leave(IPAddress.Parse("192.0.2.1"));
        Assert.Null(limits.Enter(IPAddress.Parse("192.0.2.4")));
        Assert.Equal(3, limits.Open);
    }

    [Fact]
    public void Addresses_of_one_ipv6_customer_count_together()
    {
        var limits = new ConnectionLimits(new ConnectionLimitSettings { PerSubnet = 2 }, _time);
        Assert.Null(limits.Enter(IPAddress.Parse("2001:db8:1:2::1")));
        Assert.Null(limits.Enter(IPAddress.Parse("2001:db8:1:2:ffff::1")));
        Assert.Equal(ConnectionRefusal.TooManyFromSubnet, limits.Enter(IPAddress.Parse("2001:db8:1:2::3")));
        Assert.Null(limits.Enter(IPAddress.Parse("2001:db8:1:3::1")));
    }

    [Fact]
    public void An_ipv4_address_in_ipv6_clothes_is_the_same_address()
    {
        var limits = new ConnectionLimits(new ConnectionLimitSettings { PerAddress = 1 }, _time);
        Assert.Null(limits.Enter(IPAddress.Parse("192.0.2.1")));
        Assert.Equal(ConnectionRefusal.TooManyFromAddress, limits.Enter(IPAddress.Parse("::ffff:192.0.2.1")));
    }

    [Fact, Trait("acceptance", "OV-02")]
    public void New_connections_of_an_address_are_limited_by_the_minute()
    {
        var limits = new ConnectionLimits(new ConnectionLimitSettings { PerMinute = 5 }, _time);
        var address = IPAddress.Parse("192.0.2.1");
        for (var i = 0; i < 5; i++)
        {
            Assert.Null(limits.Enter(address));
            limits.Leave(address);
        }

        Assert.Equal(ConnectionRefusal.TooOften, limits.Enter(address));
        Assert.Null(limits.Enter(IPAddress.Parse("192.0.2.2")));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Null(limits.Enter(address));
    }

    [Theory, Trait("acceptance", "OV-02")]
    [InlineData("Max open files            1024                 524288               files     ", 824)]
    [InlineData("Max open files            100                  100                  files     ", 16)]
    [InlineData("Max open files            unlimited            unlimited            files     ", int.MaxValue)]
    [InlineData("", int.MaxValue)]
    public void Connections_leave_file_descriptors_for_the_rest_of_the_node(string row, int connections) =>
        Assert.Equal(connections, DescriptorLimit.ConnectionsUnder($"Limit                     Soft Limit           Hard Limit           Units     \n{row}\n"));
}
