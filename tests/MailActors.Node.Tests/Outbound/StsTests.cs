using MailActors.Node.Tests.Clients;
using Xunit;

namespace MailActors.Node.Tests.Outbound;

/// <summary>MTA-STS and REQUIRETLS on a running node: a real name server, a policy host over HTTPS, a mail exchanger whose certificate is right for one
/// domain and wrong for all others.</summary>
public class StsTests
{
    private const string Record = "TXT \"v=STSv1; id=1;\"";

    [Fact, Trait("acceptance", "TL-12")]
    public async Task A_policy_that_is_enforced_holds_mail_up_and_one_on_trial_is_counted()
    {
        await using var scene = new StsScene("good", "bad", "trial", "without");
        scene.Publish("trial", answer => answer, mode: "testing");
        await scene.Start(domain => domain == "without" ? "" : Record);
        foreach (var domain in scene.Domains) await scene.Send(domain);

        Assert.True(await scene.Arrives("good"), scene.Node.Process.Log);
        Assert.False(await scene.Arrives("bad"));
        Assert.True(await scene.Arrives("trial"));
        Assert.True(await scene.Arrives("without"));

        Assert.Equal(
            ["bad.test enforce", "good.test enforce", "trial.test testing"],
            (await scene.Rows("tls", "policies")).Select(row => $"{row.GetProperty("domain")} {row.GetProperty("mode")}"));
        Assert.Equal(
            ["no-policy-found without.test mx.without.test success", "sts bad.test mx.bad.test certificate-host-mismatch", "sts good.test mx.good.test success",
             "sts trial.test mx.trial.test certificate-host-mismatch"],
            await Report(scene));
        Assert.Contains("MTA-STS enforce, kept until", (await scene.Node.Process.Mailctl("route", "test", "bob@bad.test")).Output);
        Assert.Contains("no MTA-STS record", (await scene.Node.Process.Mailctl("route", "test", "bob@without.test")).Output);
    }

    [Fact, Trait("acceptance", "TL-12")]
    public async Task What_is_kept_outlives_a_kill_and_holds_when_its_record_or_host_can_not_be_had()
    {
        await using var scene = new StsScene("norecord", "nohost", "never");
        await scene.Start(domain => domain == "never" ? "" : Record);
        // The way is asked for, so the policies are fetched; no mail is sent yet.
        foreach (var domain in new[] { "norecord", "nohost" }) Assert.Equal(0, (await scene.Node.Process.Mailctl("route", "test", $"bob@{domain}.test")).ExitCode);
        Assert.Equal(2, scene.Policies.Asked.Count);

        // The name server refuses to tell of names that are not its own.
        await scene.Policies.DisposeAsync();
        await scene.Start(domain => domain == "norecord" ? "CNAME gone.elsewhere." : "TXT \"v=STSv1; id=2;\"");
        foreach (var domain in scene.Domains) await scene.Send(domain);
        Assert.False(await scene.Arrives("norecord"));
        Assert.False(await scene.Arrives("nohost"));
        // The control: what was never had is no policy.
        Assert.True(await scene.Arrives("never"), scene.Node.Process.Log);
        Assert.Contains("can't be had", (await scene.Node.Process.Mailctl("route", "test", "bob@norecord.test")).Output);
        Assert.Contains("sts never.test  sts-policy-fetch-error", await Report(scene));
    }

    [Fact, Trait("acceptance", "SS-02")]
    public async Task What_a_policy_host_may_not_do_makes_no_policy()
    {
        await using var scene = new StsScene("redirect", "large", "slow", "type", "proper");
        scene.Publish("redirect", answer => answer with { Status = "302 Found", Fields = $"Location: https://mta-sts.proper.test:{scene.Policies.Port}/.well-known/mta-sts.txt\r\n" });
        scene.Publish("large", answer => answer with { Policy = answer.Policy.PadRight(65 * 1024) });
        scene.Publish("slow", answer => answer with { Hangs = true });
        scene.Publish("type", answer => answer with { Type = "text/html" });
        await scene.Start(_ => Record);
        foreach (var domain in scene.Domains) await scene.Send(domain);
        foreach (var domain in scene.Domains.SkipLast(1)) Assert.True(await scene.Arrives(domain), $"{domain}: {scene.Node.Process.Log}");
        // The control: the same policy, served as it should be, holds the mail up.
        Assert.False(await scene.Arrives("proper"));
        Assert.Equal(4, (await Report(scene)).Count(row => row.EndsWith("sts-policy-fetch-error", StringComparison.Ordinal)));
        Assert.Equal(["proper.test"], (await scene.Rows("tls", "policies")).Select(row => row.GetProperty("domain").GetString()!));
    }

    [Fact]
    public async Task Mail_that_must_go_by_TLS_goes_where_that_is_proved_and_comes_back_otherwise()
    {
        await using var scene = new StsScene("good", "bad", "without");
        scene.Sink.Offers = [.. scene.Sink.Offers, "REQUIRETLS"];
        await scene.Start(domain => domain == "without" ? "" : Record);
        await scene.Send("good", mail: " REQUIRETLS");
        Assert.True(await scene.Arrives("good"), scene.Node.Process.Log);
        Assert.EndsWith(" REQUIRETLS", Assert.Single(scene.Sink.Said("MAIL")));

        // Nothing proves the one's exchanger, and the other's has a bad certificate.
        await scene.Send("without", mail: " REQUIRETLS");
        await scene.Send("bad", mail: " REQUIRETLS");
        await Inbox.WaitFor(scene.Node.Process, scene.Node.Account, 2);
        Assert.Single(scene.Sink.Messages);

        // RFC 8689 §3: what need not go by TLS goes in spite of the policy; without the field it would wait.
        await scene.Send("bad", field: "TLS-Required: No\r\n");
        Assert.True(await scene.Arrives("bad"), scene.Node.Process.Log);
    }

    private static async Task<List<string>> Report(StsScene scene) =>
    [
        .. (await scene.Rows("tls", "report")).Select(row => $"{row.GetProperty("policy")} {row.GetProperty("domain")} {row.GetProperty("host")} {row.GetProperty("result")}")
            .Order(StringComparer.Ordinal),
    ];
}
