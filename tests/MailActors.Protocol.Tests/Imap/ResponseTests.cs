using System.Buffers;
using System.Text;
using MailActors.Protocol.Imap;
using MailActors.Protocol.Imap.Commands;
using MailActors.Protocol.Imap.Responses;
using Xunit;

namespace MailActors.Protocol.Tests.Imap;

/// <summary>Every response, to the octet.</summary>
public sealed class ResponseTests
{
    private static readonly BodySection Fields = new(new(3), SectionText.HeaderFields, ["Date", "X Y"]);

    public static TheoryData<string, string, Func<ImapWriter, ImapWriter>> Responses => new()
    {
        { "ok", "a OK Done.␍", w => w.Ok("a", "Done.") },
        { "ok code", "a OK [READ-WRITE] Done.␍", w => w.Ok("a", "Done.", ResponseCode.ReadWrite) },
        { "no", "a NO [OVERQUOTA] Full.␍", w => w.No("a", "Full.", ResponseCode.OverQuota) },
        { "bad", "* BAD No tag.␍", w => w.Bad(null, "No tag.") },
        { "bye", "* BYE Gone.␍", w => w.Bye("Gone.") },
        { "greeting", "* OK [CAPABILITY IMAP4rev1] Hi.␍", w => w.UntaggedOk("Hi.", ResponseCode.Capability("IMAP4rev1")) },
        { "appenduid", "a OK [APPENDUID 38505 3955:3957] Done.␍", w => w.Ok("a", "Done.", ResponseCode.AppendUid(38505, "3955:3957")) },
        { "copyuid", "* OK [COPYUID 432432 42:69 1202:1229] Moved.␍", w => w.UntaggedOk("Moved.", ResponseCode.CopyUid(432432, "42:69", "1202:1229")) },
        { "modified", "a OK [MODIFIED 7,9] Some.␍", w => w.Ok("a", "Some.", ResponseCode.Modified("7,9")) },
        { "uidvalidity", "* OK [UIDVALIDITY 4294967295] x␍", w => w.UntaggedOk("x", ResponseCode.UidValidity(uint.MaxValue)) },
        { "uidnext", "* OK [UIDNEXT 1] x␍", w => w.UntaggedOk("x", ResponseCode.UidNext(1)) },
        { "unseen", "* OK [UNSEEN 12] x␍", w => w.UntaggedOk("x", ResponseCode.Unseen(12)) },
        { "modseq", "* OK [HIGHESTMODSEQ 9223372036854775807] x␍", w => w.UntaggedOk("x", ResponseCode.HighestModSeq(long.MaxValue)) },
        { "badcharset", "a NO [BADCHARSET (US-ASCII UTF-8)] x␍", w => w.No("a", "x", ResponseCode.BadCharset) },
        { "continue", "+ ␍", w => w.Continue() },
        { "challenge", "+ AQID␍", w => w.Challenge([1, 2, 3]) },
        { "capability", "* CAPABILITY IMAP4rev1 IDLE␍", w => w.Capability("IMAP4rev1 IDLE") },
        { "enabled", "* ENABLED CONDSTORE QRESYNC␍", w => w.Enabled(["CONDSTORE", "QRESYNC"]) },
        { "enabled none", "* ENABLED␍", w => w.Enabled([]) },
        { "id", "* ID (\"name\" \"MailActors\" \"os\" NIL)␍", w => w.Id([new("name", "MailActors"), new("os", null)]) },
        { "id nil", "* ID NIL␍", w => w.Id([]) },
        { "list", "* LIST (\\HasChildren \\Sent) \"/\" Gesendet␍", w => w.List([MailboxAttributes.HasChildren, MailboxAttributes.Sent], "Gesendet") },
        { "list space", "* LIST () \"/\" \"a \\\"b\\\"\"␍", w => w.List([], "a \"b\"") },
        { "list childinfo", "* LIST (\\NonExistent) \"/\" Foo (\"CHILDINFO\" (\"SUBSCRIBED\"))␍", w => w.List([MailboxAttributes.NonExistent], "Foo", childSubscribed: true) },
        { "list utf7", "* LIST () \"/\" Entw&APw-rfe␍", w => w.List([], "Entwürfe") },
        { "separator", "* LIST (\\Noselect) \"/\" \"\"␍", w => w.ListSeparator() },
        { "lsub", "* LSUB () \"/\" INBOX␍", w => w.Lsub([], "INBOX") },
        { "namespace", "* NAMESPACE ((\"\" \"/\")) NIL NIL␍", w => w.Namespace() },
        { "status", "* STATUS x (MESSAGES 1 UIDNEXT 4 HIGHESTMODSEQ 128)␍", w => w.Status("x", StatusItems.HighestModSeq | StatusItems.Messages | StatusItems.UidNext, i => (long)i) },
        { "exists", "* 23 EXISTS␍", w => w.Exists(23) },
        { "recent", "* 3 RECENT␍", w => w.Recent(3) },
        { "expunge", "* 44 EXPUNGE␍", w => w.Expunge(44) },
        { "vanished", "* VANISHED 405,407␍", w => w.Vanished("405,407", earlier: false) },
        { "vanished earlier", "* VANISHED (EARLIER) 300:310␍", w => w.Vanished("300:310", earlier: true) },
        { "flags", "* FLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft $Junk)␍", w => w.FolderFlags(["$Junk"]) },
        { "permanentflags", "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft a \\*)] Flags that stay␍", w => w.PermanentFlags(["a"], readOnly: false, mayCreate: true) },
        { "permanentflags full", "* OK [PERMANENTFLAGS (\\Seen \\Answered \\Flagged \\Deleted \\Draft a)] Flags that stay␍", w => w.PermanentFlags(["a"], readOnly: false, mayCreate: false) },
        { "permanentflags ro", "* OK [PERMANENTFLAGS ()] No flags can be set␍", w => w.PermanentFlags(["a"], readOnly: true, mayCreate: true) },
        { "search", "* SEARCH 2 5 6␍", w => w.Search([2, 5, 6], null) },
        { "search none", "* SEARCH␍", w => w.Search([], null) },
        { "search modseq", "* SEARCH 2 (MODSEQ 917)␍", w => w.Search([2], 917) },
        { "esearch", "* ESEARCH (TAG \"A1\") UID MIN 2 MAX 47 ALL 2,10:47 COUNT 25 MODSEQ 9␍", w => w.Esearch("A1", true, SearchReturn.Min | SearchReturn.Max | SearchReturn.All | SearchReturn.Count, new(25, 2, 47, "2,10:47", 9)) },
        { "esearch none", "* ESEARCH (TAG \"a\") COUNT 0␍", w => w.Esearch("a", false, SearchReturn.Min | SearchReturn.All | SearchReturn.Count, new(0, 0, 0, "", null)) },
        { "fetch", "* 12 FETCH (UID 5 FLAGS (\\Seen b) MODSEQ (65402) RFC822.SIZE 44827)␍", w => w.BeginFetch(12).FetchUid(5).Space().FetchFlags(SystemFlags.Seen, 2, ["a", "b"]).Space().FetchModSeq(65402).Space().FetchSize(44827).EndFetch() },
        { "fetch date", "INTERNALDATE \"17-Jul-1996 09:44:25 +0000\"", w => w.FetchInternalDate(837596665) },
        { "fetch first", "INTERNALDATE \"01-Jan-1970 00:00:00 +0000\"", w => w.FetchInternalDate(0) },
        { "fetch lists", "ENVELOPE (x) BODY (y) BODYSTRUCTURE (z)", w => w.FetchEnvelope("(x)"u8).Space().FetchBody("(y)"u8).Space().FetchBodyStructure("(z)"u8) },
        { "section", "BODY[] {3}␍abc", w => w.SectionName(new(default, SectionText.All, []), null).LiteralHead(3).Raw("abc"u8) },
        { "section partial", "BODY[1.2.MIME]<5> NIL", w => w.SectionName(new(new(1, 2), SectionText.Mime, []), new(5, 10)).Nil() },
        { "section fields", "BODY[3.HEADER.FIELDS (Date \"X Y\")] \"\"", w => w.SectionName(Fields, null).String("") },
        { "binary", "BINARY[1]<0> ~{2}␍", w => w.BinaryName(new(1), new(0, 2)).Literal8Head(2) },
        { "binary size", "BINARY.SIZE[2] 7", w => w.BinarySize(new(2), 7) },
        { "quota", "* QUOTA \"\" (STORAGE 10 512 MESSAGE 1 100)␍", w => w.Quota("", [new("STORAGE", 10, 512), new("MESSAGE", 1, 100)]) },
        { "quotaroot", "* QUOTAROOT INBOX \"\"␍", w => w.QuotaRoot("INBOX", "") },
        { "string crlf", "{4}␍a␍b", w => w.String("a\r\nb") },
        { "string nul", "{3}␍a?b", w => w.String("a\0b") },
        { "string 8 bit", "{2}␍ü", w => w.String("ü") },
        { "astring nil", "\"nil\"", w => w.AString("nil") },
    };

    [Theory]
    [MemberData(nameof(Responses))]
    public void Responses_are_written_to_the_octet(string what, string expected, Func<ImapWriter, ImapWriter> write)
    {
        Assert.NotEmpty(what);
        Assert.Equal(expected, Wrote(write, utf8Names: false));
    }

    [Fact]
    public void After_ENABLE_IMAP4rev2_names_and_strings_are_UTF_8()
    {
        Assert.Equal("* LIST () \"/\" \"Entwürfe\"␍", Wrote(w => w.List([], "Entwürfe"), utf8Names: true));
        Assert.Equal("\"ü\"", Wrote(w => w.String("ü"), utf8Names: true));
        Assert.Equal("{4}␍ü␍", Wrote(w => w.String("ü\r\n"), utf8Names: true));
        Assert.Equal("* LIST () \"/\" a&b␍", Wrote(w => w.List([], "a&b"), utf8Names: true));
    }

    [Fact]
    public void A_long_string_is_a_literal()
    {
        Assert.StartsWith("\"", Wrote(w => w.String(new string('x', 1_000)), utf8Names: false), StringComparison.Ordinal);
        Assert.StartsWith("{1001}␍", Wrote(w => w.String(new string('x', 1_001)), utf8Names: false), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_what_works_is_advertised()
    {
        var types = typeof(ImapCommand).Assembly.GetTypes().Select(t => t.Name).ToHashSet();
        Assert.All(ImapCapabilities.All, c => Assert.Contains(c.DoneBy, types));
        Assert.Equal(ImapCapabilities.All.Count, ImapCapabilities.All.Select(c => c.Name).Distinct().Count());
        Assert.Contains(" APPENDLIMIT=50000000 ", ImapCapabilities.AfterLogin(50_000_000), StringComparison.Ordinal);
        Assert.DoesNotContain("LOGINDISABLED", ImapCapabilities.BeforeLogin(false, ["PLAIN"]), StringComparison.Ordinal);
        Assert.EndsWith(" STARTTLS LOGINDISABLED", ImapCapabilities.BeforeLogin(true, []), StringComparison.Ordinal);
        Assert.EndsWith(" AUTH=PLAIN AUTH=LOGIN", ImapCapabilities.BeforeLogin(false, ["PLAIN", "LOGIN"]), StringComparison.Ordinal);
    }

    [Fact]
    public void Limits_that_make_no_sense_are_told_all_at_once()
    {
        Assert.Empty(new ImapLimits().Faults());
        Assert.Equal(7, new ImapLimits { MaxLineBeforeLogin = 1, MaxLine = 0, MaxLiteralBeforeLogin = -1, MaxLiteral = 1, MaxCommand = 0, MaxMessage = 0, MaxMessages = 0 }.Faults().Count());
    }

    private static string Wrote(Func<ImapWriter, ImapWriter> write, bool utf8Names)
    {
        var buffer = new ArrayBufferWriter<byte>();
        write(new ImapWriter(buffer, utf8Names));
        return Encoding.UTF8.GetString(buffer.WrittenSpan).Replace("\r\n", "␍", StringComparison.Ordinal);
    }
}
