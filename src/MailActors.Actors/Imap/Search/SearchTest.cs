using MailActors.Protocol.Mime;

namespace MailActors.Actors.Imap.Search;

/// <summary>One search key made ready for a folder. Most messages are decided by what their row says; only those that are not are read further.</summary>
internal abstract class SearchTest
{
    /// <summary>Null: that takes more than <paramref name="message"/> holds.</summary>
    public abstract bool? Decide(in Candidate message);

    /// <summary>Decides with the summary there and the message at hand.</summary>
    public virtual ValueTask<bool> Read(Candidate message, MessageText text) => new(Decide(message) ?? false);

    /// <summary>By reference: a row is large, and this is asked of every message of a folder.</summary>
    internal delegate bool RowTest(in Candidate message);

    internal sealed class Row(RowTest test) : SearchTest
    {
        public override bool? Decide(in Candidate message) => test(in message);
    }

    internal sealed class Summary(Func<MessageSummary, bool> test) : SearchTest
    {
        public override bool? Decide(in Candidate message) => message.Summary is { } summary ? test(summary) : null;
    }

    internal sealed class Text(Func<MessageText, ValueTask<bool>> test) : SearchTest
    {
        public override bool? Decide(in Candidate message) => null;

        public override ValueTask<bool> Read(Candidate message, MessageText text) => test(text);
    }

    internal sealed class Not(SearchTest inner) : SearchTest
    {
        public override bool? Decide(in Candidate message) => !inner.Decide(message);

        public override async ValueTask<bool> Read(Candidate message, MessageText text) => !await inner.Read(message, text);
    }

    /// <summary>AND, or with <paramref name="any"/> OR: what is decided cheaply comes first.</summary>
    internal sealed class Several(IReadOnlyList<SearchTest> tests, bool any) : SearchTest
    {
        public override bool? Decide(in Candidate message)
        {
            bool? all = !any;
            foreach (var test in tests)
            {
                var one = test.Decide(message);
                if (one == any) return any;
                if (one is null) all = null;
            }

            return all;
        }

        public override async ValueTask<bool> Read(Candidate message, MessageText text)
        {
            if (Decide(message) is { } known) return known;
            foreach (var test in tests)
                if (test.Decide(message) is null && await test.Read(message, text) == any) return any;
            return !any;
        }
    }
}
