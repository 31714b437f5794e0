using System.Net;
using DnsClient;
using MailActors.Domain.Dns;

namespace MailActors.Storage.Dns;

/// <summary>The resolvers, asked one after the other. One that kept silent is asked last for a while, or each question would wait for it anew.</summary>
internal sealed class Resolvers(DnsSettings settings, TimeProvider time)
{
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(30);

    private readonly Resolver[] _all = [.. ResolverAddresses.Of(settings).Select(point => new Resolver(point, settings.Timeout))];

    /// <summary>The first usable answer: a name with or without records, or no such name. Otherwise null, and why.</summary>
    public async Task<(IDnsQueryResponse? Response, bool Trusted, string Why)> Ask(DnsQuestion question)
    {
        var why = "no resolver answers";
        var now = time.GetUtcNow();
        // A packet may get lost, so two rounds; who has answered, well or badly, is not asked again.
        List<Resolver> left = [.. _all.OrderBy(one => one.SilentUntil > now)];
        for (var round = 0; round < 2 && left.Count > 0; round++)
        {
            foreach (var resolver in left.ToList())
            {
                var (response, fault, silent) = await Ask(resolver, question).ConfigureAwait(false);
                resolver.SilentUntil = silent ? time.GetUtcNow() + Rest : default;
                if (response is not null) return (response, settings.TrustResolvers || IPAddress.IsLoopback(resolver.Point.Address), "");
                if (silent) continue;
                why = fault;
                left.Remove(resolver);
            }
        }

        return (null, false, why);
    }

    private async Task<(IDnsQueryResponse? Response, string Fault, bool Silent)> Ask(Resolver resolver, DnsQuestion question)
    {
        try
        {
            // The client keeps its own time; this is for what it would wait for without end, such as half an answer by TCP.
            var response = await resolver.Client.QueryAsync(question).WaitAsync(2 * settings.Timeout, time).ConfigureAwait(false);
            if (response.Header.ResponseCode is not (DnsHeaderResponseCode.NoError or DnsHeaderResponseCode.NotExistentDomain))
                return (null, $"the resolver says {response.Header.ResponseCode}", false);
            // What was not asked is not an answer, whoever sent it.
            return response.Questions.Any(q => DnsNames.Plain(q.QueryName) == DnsNames.Plain(question.QueryName) && q.QuestionType == question.QuestionType)
                ? (response, "", false)
                : (null, "the answer is to another question", false);
        }
        catch (DnsResponseException e)
        {
            return (null, e.Message, e.Code == DnsResponseCode.ConnectionTimeout);
        }
        catch (TimeoutException)
        {
            return (null, "", true);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Octets from the network: the client throws what its reading happens to throw.
            return (null, $"the answer can't be read: {e.Message}", false);
        }
    }

    private sealed class Resolver(IPEndPoint point, TimeSpan timeout)
    {
        public IPEndPoint Point { get; } = point;

        public LookupClient Client { get; } = new(new LookupClientOptions(point)
        {
            UseCache = false, // its cache is bounded by nothing but time
            ThrowDnsErrors = false,
            Retries = 0,
            Timeout = timeout,
            ExtendedDnsBufferSize = 1232, // no fragments
            RequestDnsSecRecords = true, // the DO bit: whoever does not set it gets no AD bit (RFC 6840 §5.7)
        });

        public DateTimeOffset SilentUntil { get; set; }
    }
}
