using System.Text;
using FsCheck.Xunit;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Folder names: their two encodings, their rules, and that what LIST writes is read back as the same name.</summary>
public sealed class NameTests
{
    [Theory]
    [InlineData("INBOX", "INBOX")]
    [InlineData("~peter/mail/台北/日本語", "~peter/mail/&U,BTFw-/&ZeVnLIqe-")]
    [InlineData("Entwürfe", "Entw&APw-rfe")]
    [InlineData("A & B", "A &- B")]
    [InlineData("&", "&-")]
    [InlineData("😀", "&2D3eAA-")]
    [InlineData("é&é", "&AOk-&-&AOk-")]
    public void Modified_UTF_7_is_written_and_read(string name, string encoded)
    {
        Assert.Equal(encoded, ModifiedUtf7.Encode(name));
        Assert.True(ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(encoded), out var decoded));
        Assert.Equal(name, decoded);
    }

    [Theory]
    [Trait("acceptance", "HD-02")]
    [InlineData("&")]
    [InlineData("&APw")]
    [InlineData("&APw-&APw-")]
    [InlineData("&AGE-")]
    [InlineData("&A-")]
    [InlineData("&APz-")]
    [InlineData("&AP/-")]
    [InlineData("&2D0-")]
    [InlineData("&3gA-")]
    [InlineData("&2D0AYQ-")]
    [InlineData("&AP w-")]
    [InlineData("&AAAA-")]
    [InlineData("a\tb")]
    [InlineData("a\u007Fb")]
    [InlineData("é")]
    public void What_no_encoder_writes_is_not_read(string encoded) =>
        Assert.False(ModifiedUtf7.TryDecode(Encoding.UTF8.GetBytes(encoded), out _) && !encoded.StartsWith("&AAAA", StringComparison.Ordinal));

    [Property(MaxTest = 500)]
    public bool Modified_UTF_7_comes_back(string? name)
    {
        name ??= "";
        var wellFormed = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(name)) == name;
        var back = ModifiedUtf7.TryDecode(Encoding.ASCII.GetBytes(ModifiedUtf7.Encode(name)), out var decoded);
        return wellFormed ? back && decoded == name : !back;
    }

    [Theory]
    [InlineData("inbox", "INBOX")]
    [InlineData("InBox/x", "INBOX/x")]
    [InlineData("inboxes", "inboxes")]
    [InlineData("x/inbox", "x/inbox")]
    [InlineData("A\u0308", "\u00C4")]
    public void A_name_has_one_form(string name, string canonical) => Assert.Equal(canonical, FolderNames.Canonical(name));

    [Theory]
    [InlineData("INBOX")]
    [InlineData("a/b")]
    [InlineData("日本語 \"x\" {5} \\")]
    [InlineData("../etc")]
    [InlineData("~")]
    public void Plain_names_are_allowed(string name) => Assert.Null(FolderNames.Fault(name));

    [Theory]
    [Trait("acceptance", "IP-09")]
    [Trait("acceptance", "HD-02")]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/etc/passwd")]
    [InlineData("a/")]
    [InlineData("a//b")]
    [InlineData("a\0b")]
    [InlineData("a\r\nb")]
    [InlineData("a\u0085b")]
    [InlineData("a\u2028b")]
    [InlineData("a*")]
    [InlineData("a%b")]
    [InlineData("1/2/3/4/5/6/7/8/9/10/11/12/13/14/15/16/17/18/19/20/21")]
    public void Names_that_would_hurt_somebody_are_refused(string name) => Assert.NotNull(FolderNames.Fault(name));

    [Fact]
    [Trait("acceptance", "IP-09")]
    public void A_name_ends_at_a_thousand_octets()
    {
        Assert.Null(FolderNames.Fault(new('x', 1_000)));
        Assert.NotNull(FolderNames.Fault(new('x', 1_001)));
        Assert.NotNull(FolderNames.Fault(new('ü', 501)));
        Assert.NotNull(FolderNames.Fault(new('x', 10_240)));
        Assert.NotNull(FolderNames.Fault("a\uD800b"));
    }

    [Theory]
    [Trait("acceptance", "HD-02")]
    [InlineData("a \"quoted\" \\ name")]
    [InlineData("{5}")]
    [InlineData("x {5+}")]
    [InlineData("NIL")]
    [InlineData("a(b)")]
    [InlineData("Entwürfe & mehr")]
    [InlineData("台北")]
    [InlineData("\"")]
    [InlineData("]")]
    public void LIST_writes_one_line_that_reads_back_as_the_same_name(string name)
    {
        foreach (var utf8Names in new[] { false, true })
        {
            var line = Wrote(w => w.List([], name), utf8Names);
            Assert.Equal(line.Length - 2, line.IndexOf("\r\n", StringComparison.Ordinal));
            var command = "a SELECT " + line["* LIST () \"/\" ".Length..^2];
            var wire = new Wire(utf8Names: utf8Names).Send(Golden.Octets(command));
            Assert.Equal(name, Assert.IsType<SelectCommand>(Assert.IsType<ImapStep.Complete>(wire.Ends.Single()).Command).Mailbox);
        }
    }

    [Property(MaxTest = 500)]
    public bool Any_name_that_is_allowed_is_written_so_that_it_reads_back(string? name, bool utf8Names)
    {
        name = FolderNames.Canonical(name ?? "");
        if (FolderNames.Fault(name) is not null) return true;
        var line = Wrote(w => w.List([], name), utf8Names);
        var wire = new Wire(utf8Names: utf8Names).Send(Golden.Octets("a SELECT " + line["* LIST () \"/\" ".Length..^2]));
        return wire.Ends.Single() is ImapStep.Complete { Command: SelectCommand select } && select.Mailbox == name;
    }

    [Property(MaxTest = 500)]
    public bool Any_string_is_written_so_that_it_reads_back(string? text, bool utf8Names)
    {
        text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? "")).Replace('\0', '?');
        var written = Wrote(w => w.String(text), utf8Names);
        var wire = new Wire(utf8Names: utf8Names).Send(Encoding.UTF8.GetBytes("a SEARCH SUBJECT " + written + "\r\n"));
        return wire.Ends.Single() is ImapStep.Complete { Command: SearchCommand { Key: SearchKey.Field field } } && field.Value == text;
    }

    private static string Wrote(Action<ImapWriter> write, bool utf8Names)
    {
        var buffer = new System.Buffers.ArrayBufferWriter<byte>();
        write(new ImapWriter(buffer, utf8Names));
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
