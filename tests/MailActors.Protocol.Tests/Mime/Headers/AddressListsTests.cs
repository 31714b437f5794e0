using System.Text;
using MailActors.Protocol.Mime.Headers;
using Xunit;

namespace MailActors.Protocol.Tests.Mime.Headers;

public class AddressListsTests
{
    [Theory]
    [InlineData("a@b.test", "a@b.test")]
    [InlineData(" \r\n\ta@b.test\r\n", "a@b.test")]
    [InlineData("Jane <a@b.test>", "Jane <a@b.test>")]
    [InlineData("\"Doe, Jane\" <a@b.test>, c@d.test", "Doe, Jane <a@b.test>|c@d.test")]
    [InlineData("\"Quote \\\" inside\" <a@b.test>", "Quote \" inside <a@b.test>")]
    [InlineData("John Q. Public <j@b.test>", "John Q. Public <j@b.test>")]
    [InlineData("a@b.test (Jane Doe)", "Jane Doe <a@b.test>")]
    [InlineData("(one) a (two) @ (three) b . test (four (five) \\) six)", "four (five) ) six <a@b.test>")]
    [InlineData("\"a b\"@c.test", "a b@c.test")]
    [InlineData("<@x.test,@y.test:a@b.test>", "[@x.test,@y.test]a@b.test")]
    [InlineData("a@[192.0.2.1]", "a@[192.0.2.1]")]
    [InlineData("a@[IPv6:2001:db8::1], <b@[IPv6:::1]>", "a@[IPv6:2001:db8::1]|b@[IPv6:::1]")]
    [InlineData("Friends: a@b.test, Jane <c@d.test>;, e@f.test", "{Friends|a@b.test|Jane <c@d.test>|}|e@f.test")]
    [InlineData("undisclosed-recipients:;", "{undisclosed-recipients|}")]
    [InlineData("=?utf-8?q?J=C3=B6rg?= =?utf-8?q?Meier?= <a@b.test>", "=?utf-8?q?J=C3=B6rg?= =?utf-8?q?Meier?= <a@b.test>")]
    [InlineData("=?utf-8?q?Meier,_J=C3=B6rg?= <a@b.test>", "=?utf-8?q?Meier,_J=C3=B6rg?= <a@b.test>")]
    public void Valid_forms_are_read(string value, string expected) => Assert.Equal(expected, Read(value));

    [Theory]
    [InlineData("", "")]
    [InlineData(",,;;:", "")]
    [InlineData("a@b.test <c@d.test>", "a@b.test <c@d.test>")]
    [InlineData("a@b.test c@d.test", "a@b.test|c@d.test")]
    [InlineData("<a@b.test> <c@d.test>", "a@b.test|c@d.test")]
    [InlineData("<a@b.test> c@d.test", "a@b.test|c@d.test")]
    [InlineData("Jane Doe a@b.test", "Jane Doe <a@b.test>")]
    [InlineData("a@b@c", "a@b|@c")]
    [InlineData("postmaster", "postmaster@")]
    [InlineData("Mail System <>", "Mail System <@>")]
    [InlineData("Mail System", "Mail System <@>")]
    [InlineData("Jane <a@b.test", "Jane <a@b.test>")]
    [InlineData("Jane <a@b.test, Joe <c@d.test>", "Jane <a@b.test>|Joe <c@d.test>")]
    [InlineData("\"never closed <a@b.test>", "never closed <a@b.test>@")]
    [InlineData("(never closed \\", "")]
    [InlineData("a: b: c@d.test; e@f.test", "{a|b@|c@d.test|}|e@f.test")]
    [InlineData("a@b.test\0", "a@b.test")]
    public void Broken_forms_give_what_can_be_read(string value, string expected) => Assert.Equal(expected == "" ? "" : expected, Read(value).Replace("{|}", ""));

    [Fact]
    public void Mailboxes_leave_the_groups_out() =>
        Assert.Equal(["a", "c"], AddressLists.Mailboxes("G: a@b.test;, c@d.test"u8).Select(m => m.LocalPartText));

    [Fact]
    public void A_list_is_cut_at_its_limit() =>
        Assert.Equal(10, AddressLists.Parse(Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("a@b.test,", 50))), 10).Count);

    [Theory]
    [Trait("acceptance", "AD-06")]
    [InlineData("addresses", "a@b.test, ")]
    [InlineData("nested groups", "g:")]
    [InlineData("open comments", "(")]
    [InlineData("comments", "(())")]
    [InlineData("open angles", "<")]
    [InlineData("at signs", "@")]
    [InlineData("quotes", "\"\\")]
    [InlineData("encoded words", "=?,")]
    [InlineData("literals", "a@[")]
    public void A_hundred_thousand_of_anything_fit_on_a_small_stack(string what, string repeated)
    {
        var value = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(repeated, 100_000)) + "(\\");
        var read = 0;
        var thread = new Thread(() => read = AddressLists.Parse(value, int.MaxValue).Count, maxStackSize: 128 * 1024);
        thread.Start();
        thread.Join();
        Assert.True(read <= 200_002, what);
    }

    private static string Read(string value)
    {
        var shown = AddressLists.Parse(Encoding.UTF8.GetBytes(value)).Select(a => a.Kind switch
        {
            HeaderAddressKind.GroupStart => "{" + Text(a.Name),
            HeaderAddressKind.GroupEnd => "}",
            _ => Show(a),
        });
        return string.Join('|', shown);
    }

    private static string Show(HeaderAddress a)
    {
        var route = a.Route.IsEmpty ? "" : $"[{Text(a.Route)}]";
        var address = $"{route}{a.LocalPartText}@{a.DomainText}";
        return a.Name.IsEmpty ? address : $"{Text(a.Name)} <{address}>";
    }

    private static string Text(ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);
}
