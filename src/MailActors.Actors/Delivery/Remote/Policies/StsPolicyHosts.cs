using System.Net;
using System.Security.Authentication;
using MailActors.Actors.Delivery.Remote.Certificates;
using MailActors.Domain.Dns;
using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;

namespace MailActors.Actors.Delivery.Remote.Policies;

/// <summary>Fetches policies by HTTPS (RFC 8461 §3.3). What the host may do is little: one connection to an address of the internet at large, under a
/// certificate for its name, one answer of a bounded size in bounded time, and no redirect. For all threads.</summary>
public sealed class StsPolicyHosts(IDnsLookups dns, CertificateCheck certificates, StsSettings settings, TimeProvider time) : IStsPolicyHosts
{
    private const string Path = "/.well-known/mta-sts.txt"; // RFC 8461 §3.2
    private const int MostHeader = 16; // KiB

    private readonly PolicyDialer _dialer = new(dns, settings.AllowPrivateHosts, time);

    public async ValueTask<StsFetch> Fetch(string domain, CancellationToken cancel)
    {
        var host = $"mta-sts.{domain}";
        CertificateVerdict verdict = CertificateVerdict.Good.Instance;
        using var deadline = new CancellationTokenSource(settings.FetchTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancel);
        try
        {
            using var handler = Handler(host, found => verdict = found);
            using var client = new HttpMessageInvoker(handler);
            using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(Uri.UriSchemeHttps, host, settings.Port, Path).Uri)
            {
                Version = HttpVersion.Version11, VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            };
            using var response = await client.SendAsync(request, either.Token).ConfigureAwait(false);
            return await Read(host, response, either.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return Failed($"{host} took longer than {settings.FetchTimeout.TotalSeconds:0.#} seconds");
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return verdict is CertificateVerdict.Bad bad
                ? new StsFetch.Failed(TlsFailure.StsWebPkiInvalid, $"{host}: {bad.Text.TrimEnd('.')}")
                : Failed($"{host}: {(e.InnerException is IOException or AuthenticationException ? e.InnerException : e).Message.TrimEnd('.')}");
        }
        catch (UriFormatException)
        {
            return Failed($"{host} is no name of a host");
        }
    }

    private SocketsHttpHandler Handler(string host, Action<CertificateVerdict> judged) => new()
    {
        // RFC 8461 §3.3: a redirect must not be followed.
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.None,
        UseCookies = false,
        UseProxy = false,
        MaxResponseHeadersLength = MostHeader,
        MaxResponseDrainSize = 0,
        ConnectCallback = (_, token) => _dialer.Dial(host, settings.Port, token),
        SslOptions = certificates.Options(new TlsDemand.Trusted([host], Enforced: true, Implicit: true), host, judged),
    };

    private static async ValueTask<StsFetch> Read(string host, HttpResponseMessage response, CancellationToken cancel)
    {
        if (response.StatusCode != HttpStatusCode.OK) return Failed($"{host} answered {(int)response.StatusCode}");
        // RFC 8461 §3.2: elsewhere on such a host strangers may have put things.
        if (!string.Equals(response.Content.Headers.ContentType?.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase))
            return Failed($"{host} answered with something that is not text/plain");
        var octets = new byte[StsPolicy.MaxLength + 1];
        var stream = await response.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
        var length = await stream.ReadAtLeastAsync(octets, octets.Length, throwOnEndOfStream: false, cancel).ConfigureAwait(false);
        if (length == octets.Length) return Failed($"{host} answered with more than {StsPolicy.MaxLength} octets");
        return StsPolicy.Parse(octets.AsSpan(0, length)) is { } policy
            ? new StsFetch.Fetched(policy)
            : new StsFetch.Failed(TlsFailure.StsPolicyInvalid, $"{host} answered with what is no policy");
    }

    private static StsFetch.Failed Failed(string why) => new(TlsFailure.StsPolicyFetchError, why);
}
