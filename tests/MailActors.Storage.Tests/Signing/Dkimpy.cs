using System.Diagnostics;
using System.Text;
using MailActors.Domain.Signing;

namespace MailActors.Storage.Tests.Signing;

/// <summary>The verifier of Debian's python3-dkim, which nobody here wrote. The keys it finds in "DNS" are the records we tell people to publish.</summary>
internal static class Dkimpy
{
    private const string Script = """
        import sys, dkim
        records = dict(line.rstrip('\n').split('\t', 1) for line in open(sys.argv[1], encoding='ascii'))
        def txt(name, timeout=5):
            name = name.decode() if isinstance(name, bytes) else name
            found = records.get(name.rstrip('.'))
            return found.encode() if found else None
        for path in sys.argv[2:]:
            data = open(path, 'rb').read()
            count = sum(1 for line in data.split(b'\r\n\r\n', 1)[0].split(b'\r\n') if line.lower().startswith(b'dkim-signature:'))
            verdicts = []
            for i in range(count):
                try:
                    verdicts.append('pass' if dkim.DKIM(data).verify(idx=i, dnsfunc=txt) else 'fail')
                except dkim.DKIMException as e:
                    verdicts.append(type(e).__name__)
            print(' '.join(verdicts))
        """;

    /// <returns>For each message a verdict for each of its signatures, from the top.</returns>
    public static string[] Verdicts(IEnumerable<DkimKey> published, params IReadOnlyList<byte[]> messages)
    {
        using var folder = new TempFolder();
        var records = Path.Combine(folder.Path, "records");
        File.WriteAllLines(records, published.Select(key => $"{key.RecordName}\t{key.RecordValue}"));
        // Debian's own interpreter: another one earlier on the path would not know its modules.
        var start = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, records]) { RedirectStandardOutput = true, RedirectStandardError = true };
        for (var i = 0; i < messages.Count; i++)
        {
            var path = Path.Combine(folder.Path, $"{i}.eml");
            File.WriteAllBytes(path, messages[i]);
            start.ArgumentList.Add(path);
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, errors.Result);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    public static byte[] Bytes(string message) => Encoding.UTF8.GetBytes(message);
}
