using System.Text;

namespace MailActors.Protocol.Tests.Mime;

/// <summary>Thirty ways to make a message costly, each in any size.</summary>
internal static class Hostile
{
    public static readonly Dictionary<string, Func<int, byte[]>> Generators = new()
    {
        ["nested multiparts, 100000 deep"] = n => Join(n, i => $"Content-Type: multipart/mixed; boundary=b{i}\r\n\r\n--b{i}\r\n"),
        ["nested multiparts of one boundary"] = n => Repeat(n, "Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n"),
        ["nested messages"] = n => Repeat(n, "Content-Type: message/rfc822\r\n\r\n"),
        ["parts"] = n => In("b", Repeat(n, "--b\r\n\r\n\r\n")),
        ["parts without end"] = n => In("b", Repeat(n, "--b\r\n")),
        ["digest"] = n => Concat("Content-Type: multipart/digest; boundary=b\r\n\r\n", Repeat(n, "--b\r\n\r\n")),
        ["near boundaries"] = n => In(new string('x', 70), Repeat(n, "--" + new string('x', 69) + "\r\n")),
        ["dashes"] = n => In("b", Repeat(n, "--")),
        ["dash lines"] = n => In("b", Repeat(n, "--\r\n")),
        ["epilogues"] = n => In("b", Repeat(n, "--b--\r\n")),
        ["many boundaries"] = n => Concat(
            Join(99, i => $"Content-Type: multipart/mixed; boundary={new string('x', 60)}{i}\r\n\r\n--{new string('x', 60)}{i}\r\n"),
            Repeat(n, "\r\n--" + new string('x', 62))),
        ["parameters"] = n => Concat("Content-Type: a/b", Join(n, i => $"; p{i}=v"), "\r\n\r\n"),
        ["continued parameters"] = n => Concat("Content-Type: a/b", Join(n, i => $"; p*{i}=v"), "\r\n\r\n"),
        ["same parameter"] = n => Concat("Content-Type: a/b", Repeat(n, ";p*0*=%20"), "\r\n\r\n"),
        ["parameters in parts"] = n => In("b", Repeat(n / 10, "--b\r\nContent-Type: a/b;a*0=1;a*0=1;a*0=1;a*0=1;a*0=1;a*1=1;a*1=1;a*1=1\r\n\r\n")),
        ["semicolons"] = n => Concat("Content-Type: a/b", Repeat(n, ";"), "\r\n\r\n"),
        ["addresses"] = n => Concat("To: ", Repeat(n, "a@b.test, "), "\r\n\r\n"),
        ["groups"] = n => Concat("To: ", Repeat(n, "g:"), "\r\n\r\n"),
        ["open comments"] = n => Concat("To: ", Repeat(n, "("), "\\\r\n\r\n"),
        ["open quotes"] = n => Concat("To: ", Repeat(n, "\"\\"), "\r\n\r\n"),
        ["open angles"] = n => Concat("To: ", Repeat(n, "<@:"), "\r\n\r\n"),
        ["recipient fields"] = n => Concat(Repeat(n, "To: a@b.test\r\n"), "\r\n"),
        ["received"] = n => Concat(Repeat(n, "Received: from a by b; Mon, 1 Jan 2024 00:00:00 +0000\r\n"), "\r\n"),
        ["fields"] = n => Concat(Join(n, i => $"X-{i}: {i}\r\n"), "\r\n"),
        ["lines that are no fields"] = n => Concat(Repeat(n, "no field\r\n"), "\r\n"),
        ["folds"] = n => Concat("Subject: x", Repeat(n, "\r\n x"), "\r\n\r\n"),
        ["encoded words"] = n => Concat("Subject: ", Repeat(n, "=?utf-8?q?=C3=A4?= "), "\r\n\r\n"),
        ["broken encoded words"] = n => Concat("Subject: ", Repeat(n, "=?a?q?"), "\r\n\r\n"),
        ["unknown charsets"] = n => Concat("Subject: ", Join(n, i => $"=?x{i}?b?AA?= "), "\r\n\r\n"),
        ["tags"] = n => Concat("Content-Type: text/html\r\n\r\n", Repeat(n, "<style><!--&#")),
        ["soft breaks"] = n => Concat("Content-Transfer-Encoding: quoted-printable\r\n\r\n", Repeat(n, "= ")),
        ["line ends"] = n => In("b", Repeat(n, "\n\r\r\n")),
    };

    private static byte[] Repeat(int n, string text)
    {
        var one = Encoding.ASCII.GetBytes(text);
        var all = new byte[n * one.Length];
        for (var i = 0; i < n; i++) one.CopyTo(all, i * one.Length);
        return all;
    }

    private static byte[] Join(int n, Func<int, string> text) => Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, n).Select(text)));

    private static byte[] In(string boundary, byte[] body) => Concat($"Content-Type: multipart/mixed; boundary={boundary}\r\n\r\n", body);

    private static byte[] Concat(params object[] pieces) =>
        pieces.SelectMany(p => p as byte[] ?? Encoding.ASCII.GetBytes((string)p)).ToArray();
}
