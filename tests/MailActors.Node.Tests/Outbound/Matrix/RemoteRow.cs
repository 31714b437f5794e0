using System.Globalization;
using MailActors.Actors.Tests.Delivery.Remote.Outbound;

namespace MailActors.Node.Tests.Outbound.Matrix;

/// <summary>What one host does when a message for ten of its users comes, and what has to become of each of them.</summary>
/// <param name="How">The kind of host.</param>
/// <param name="Ends">One letter for each recipient: <c>d</c> delivered at the first try, <c>r</c> put off and delivered later, <c>b</c> given
/// up and its sender told.</param>
internal sealed record RemoteRow(string Name, string How, IReadOnlyList<Whim> Whims, string Ends)
{
    public const int Recipients = 10;

    public const string BrokenTls = "broken tls";

    /// <param name="line">Kind of host | whims | ends.</param>
    public static RemoteRow Parse(string line)
    {
        var cells = line.Split('|', StringSplitOptions.TrimEntries);
        var row = new RemoteRow($"{cells[0]}: {cells[1]}", cells[0], [.. cells[1].Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(Whim.Parse)], cells[2]);
        return row.Ends.Length == Recipients && row.Ends.All("drb".Contains) ? row : throw new FormatException(line);
    }

    public Sink Host()
    {
        var sink = new Sink { Lmtp = How == "lmtp", OneByOne = How == "octet by octet", BreaksTls = How == BrokenTls };
        if (How == "step by step") sink.Offers = [];
        if (How == "auth") sink.Offers = [.. sink.Offers, "AUTH PLAIN"];
        if (How is "tls" or BrokenTls) sink.Certificate = Actors.Tests.Delivery.Remote.Certificates.TestAuthority.Root("Matrix").Host(["mx.matrix.test"]);
        foreach (var stage in Whims.GroupBy(w => w.At))
        {
            var times = 0;
            sink.On[stage.Key] = _ =>
            {
                var time = Interlocked.Increment(ref times);
                return stage.FirstOrDefault(w => w.From <= time && time <= w.To)?.Reply ?? "";
            };
        }

        return sink;
    }
}

/// <summary>A reply, a cut or silence at a stage of the dialogue; from one time that stage comes to another, counted over all sessions.</summary>
internal sealed record Whim(string At, string Reply, int From, int To)
{
    /// <summary>Such as <c>RCPT#2-4 450 4.2.1 Later</c>; without a number it is for the first time only.</summary>
    public static Whim Parse(string text)
    {
        var words = text.Split(' ', 2);
        var (at, times) = words[0].Split('#') is [var a, var t] ? (a, t) : (words[0], "1");
        var range = times.Split('-').Select(n => int.Parse(n, CultureInfo.InvariantCulture)).ToArray();
        return new(at, words[1].Replace("\\n", "\r\n", StringComparison.Ordinal), range[0], range[^1]);
    }
}
