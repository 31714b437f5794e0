using MailActors.Domain.Routing;
using MailActors.Protocol.MtaSts;

namespace MailActors.Domain.Tests.Routing;

internal sealed class OneSts(StsPolicy? policy, bool uncertain = false) : IStsPolicies
{
    public ValueTask<StsFinding> For(string domain, CancellationToken cancel) =>
        ValueTask.FromResult(new StsFinding(policy is null ? null : new KeptStsPolicy("1", policy, 0), "as the test says", uncertain));
}

internal sealed class OneExchange(MailExchanges.Found found) : IMailExchangeResolver
{
    public ValueTask<MailExchanges> Resolve(string domain, CancellationToken cancel) => ValueTask.FromResult<MailExchanges>(found);
}
