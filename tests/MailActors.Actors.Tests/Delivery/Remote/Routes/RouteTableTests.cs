using MailActors.Actors.Delivery.Remote.Routes;
using MailActors.Domain.Routing;
using Xunit;

namespace MailActors.Actors.Tests.Delivery.Remote.Routes;

public class RouteTableTests
{
    private static readonly RouteTable Table = new([
        new() { Domain = "*", Via = RouteVia.Smtp, Host = "Smart.Example", Tls = RelayTls.Verified, User = "we", Password = "secret" },
        new() { Domain = ".corp.example", Via = RouteVia.Smtp, Host = "gate.example" },
        new() { Domain = ".deep.corp.example", Via = RouteVia.Lmtp, Host = "127.0.0.1" },
        new() { Domain = "direct.example" },
        new() { Domain = ".direct.example", Via = RouteVia.Smtp, Host = "2001:db8::1", Port = 2525 },
        new() { Domain = "bücher.example", Via = RouteVia.Smtp, Host = "books.example", Tls = RelayTls.Implicit },
    ]);

    [Theory]
    [InlineData("elsewhere.example", "[smart.example]:587")]
    [InlineData("[192.0.2.1]", "[smart.example]:587")]
    [InlineData("corp.example", "[smart.example]:587")]
    [InlineData("a.corp.example", "[gate.example]:25")]
    [InlineData("A.B.CORP.example", "[gate.example]:25")]
    [InlineData("notcorp.example", "[smart.example]:587")]
    [InlineData("deep.corp.example", "[gate.example]:25")]
    [InlineData("x.deep.corp.example", "[127.0.0.1]:24")]
    [InlineData("direct.example", "direct.example")]
    [InlineData("sub.direct.example", "[2001:db8::1]:2525")]
    [InlineData("xn--bcher-kva.example", "[books.example]:465")]
    [InlineData("BÜCHER.example", "[books.example]:465")]
    public void The_most_exact_route_decides(string domain, string destination) => Assert.Equal(destination, Table.For(domain).Destination);

    [Fact]
    public void Without_a_route_mail_goes_to_the_domains_own_exchangers()
    {
        var none = new RouteTable([]);
        Assert.Equal(new NextHop.Exchange("xn--bcher-kva.example"), none.For("bücher.Example"));
        Assert.Null(none.Find("bücher.example"));
        // An exception to a route for all goes there too, and a route says so.
        Assert.Equal(new NextHop.Exchange("direct.example"), Table.For("DIRECT.example"));
        Assert.Equal("direct.example", Table.Find("direct.example")!.Domain);
    }

    [Fact]
    public void Rows_are_listed_most_exact_first() => Assert.Equal(
        ["direct.example", "xn--bcher-kva.example", ".deep.corp.example", ".direct.example", ".corp.example", "*"], Table.Rows.Select(row => row.Domain));

    [Fact]
    public void A_password_is_never_shown()
    {
        var route = new RouteSettings { Domain = "*", Via = RouteVia.Smtp, Host = "smart.example", User = "we", Password = "hush-hush" };
        Assert.DoesNotContain("hush", route.ToString());
        Assert.DoesNotContain("secret", Table.Rows[^1].ToString());
        Assert.Equal("secret", Table.Rows[^1].Relay!.Credentials!.Password); // the control
    }

    [Fact]
    public void A_password_may_stand_in_a_file()
    {
        var file = Path.GetTempFileName();
        File.WriteAllText(file, "from the file\nnot this");
        var route = new RouteSettings { Domain = "*", Via = RouteVia.Smtp, Host = "smart.example", User = "we", PasswordFile = file, Tls = RelayTls.Verified };
        Assert.Empty(route.Faults());
        Assert.Equal("from the file", new RouteTable([route]).Rows[0].Relay!.Credentials!.Password);
        File.Delete(file);
        Assert.Contains("not there", Assert.Single(route.Faults()));
    }

    [Theory]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 0, RelayTls.Opportunistic, "", "", null)]
    [InlineData("example.org", RouteVia.Direct, "", 0, RelayTls.Opportunistic, "", "", null)]
    [InlineData("*", RouteVia.Smtp, "relay.example", 587, RelayTls.Verified, "we", "secret", null)]
    [InlineData("*", RouteVia.Smtp, "127.0.0.1", 0, RelayTls.None, "we", "secret", null)]
    [InlineData("", RouteVia.Direct, "", 0, RelayTls.Opportunistic, "", "", "give a domain")]
    [InlineData("*.example.org", RouteVia.Direct, "", 0, RelayTls.Opportunistic, "", "", "give a domain")]
    [InlineData(".[192.0.2.1]", RouteVia.Direct, "", 0, RelayTls.Opportunistic, "", "", "give a domain")]
    [InlineData("example.org", RouteVia.Direct, "relay.example", 0, RelayTls.Opportunistic, "", "", "mean nothing")]
    [InlineData("example.org", RouteVia.Smtp, "", 0, RelayTls.Opportunistic, "", "", "needs Host")]
    [InlineData("example.org", RouteVia.Smtp, "re lay", 0, RelayTls.Opportunistic, "", "", "needs Host")]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 65536, RelayTls.Opportunistic, "", "", "the port 65536")]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 0, RelayTls.Verified, "we", "", "both User and a password")]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 0, RelayTls.Verified, "", "secret", "both User and a password")]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 0, RelayTls.Opportunistic, "we", "secret", "whoever answers")]
    [InlineData("example.org", RouteVia.Smtp, "relay.example", 0, RelayTls.None, "we", "secret", "whoever answers")]
    public void A_fault_is_told_in_words(string domain, RouteVia via, string host, int port, RelayTls tls, string user, string password, string? fault)
    {
        var faults = new RouteSettings { Domain = domain, Via = via, Host = host, Port = port, Tls = tls, User = user, Password = password }.Faults();
        if (fault is null) Assert.Empty(faults);
        else Assert.Contains(fault, Assert.Single(faults));
    }

    [Fact]
    public void Two_routes_for_one_domain_are_a_fault()
    {
        RouteSettings[] routes = [new() { Domain = "bücher.example" }, new() { Domain = "xn--bcher-kva.example" }, new() { Domain = "other.example" }, new() { Domain = "no domain" }];
        Assert.Contains("2 routes for \"xn--bcher-kva.example\"", Assert.Single(RouteTable.Faults(routes)));
        Assert.Empty(RouteTable.Faults(routes[1..]));
    }
}
