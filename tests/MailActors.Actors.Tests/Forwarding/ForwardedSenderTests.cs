using MailActors.Actors.Forwarding;
using MailActors.Actors.Tests.Fakes;
using Xunit;

namespace MailActors.Actors.Tests.Forwarding;

/// <summary>The reverse-path of a forwarded message never makes a stranger's word that of a domain of ours.</summary>
public class ForwardedSenderTests
{
    private const string Alias = "ours.test", Host = "mx.ours.test";

    [Theory]
    // Mail as it mostly is.
    [InlineData("joe@far.test", "joe@far.test", "rewritten")]
    [InlineData("bounces@news.far.test", "editor@far.test", "rewritten")]
    [InlineData("joe@far.test", "joe@notours.test", "rewritten")]
    [InlineData("joe@far.test", "", "rewritten")]
    [InlineData("", "mailer-daemon@far.test", "unchanged")]
    [InlineData("", "", "unchanged")]
    // Written in our name by a stranger: SPF of the stranger's own domain is all that it gets.
    [InlineData("joe@far.test", "boss@ours.test", "unchanged")]
    [InlineData("joe@far.test", "boss@sub.ours.test", "unchanged")]
    [InlineData("joe@far.test", "joe@far.test boss@ours.test", "unchanged")]
    // Nothing to fall back to.
    [InlineData("boss@ours.test", "boss@ours.test", "refused")]
    [InlineData("boss@sub.ours.test", "boss@ours.test", "refused")]
    [InlineData("", "boss@ours.test", "refused")]
    [InlineData("", "boss@mx.ours.test", "refused")]
    // Our sender, but another's name: nothing is vouched for.
    [InlineData("boss@ours.test", "joe@far.test", "rewritten")]
    [Trait("acceptance", "RL-04")]
    public void A_forgery_is_not_vouched_for(string sender, string authors, string fate) =>
        Assert.Equal(fate, Fate(sender, sender.EndsWith("ours.test", StringComparison.Ordinal) ? SenderStanding.Ours : SenderStanding.Foreign, authors, Alias));

    /// <summary>With a domain that nobody writes in, all mail can be rewritten.</summary>
    [Theory]
    [InlineData("joe@far.test", "boss@ours.test", "rewritten")]
    [InlineData("boss@ours.test", "boss@ours.test", "rewritten")]
    [InlineData("", "boss@ours.test", "refused")] // the empty path is not rewritten
    public void A_domain_of_its_own_vouches_for_no_author(string sender, string authors, string fate) =>
        Assert.Equal(fate, Fate(sender, SenderStanding.Ours, authors, "bounces.test"));

    [Theory]
    [InlineData("joe@far.test", SenderStanding.Foreign, "unchanged")]
    [InlineData("boss@ours.test", SenderStanding.Ours, "refused")]
    [InlineData("", SenderStanding.Foreign, "unchanged")] // bounces with no proper author are common
    public void Authors_that_may_be_read_otherwise_are_taken_for_ours(string sender, SenderStanding standing, string fate) => Assert.Equal(fate, Fate(sender, standing, "", Alias, doubt: true));

    [Theory]
    [InlineData("joe@far.test", "unchanged")]
    [InlineData("boss@ours.test", "refused")]
    public void A_reverse_path_of_ours_is_not_rewritten_again(string author, string fate) =>
        Assert.Equal(fate, Fate("SRS0=LK77NuBJ=JQ=far.test=joe@ours.test", SenderStanding.ReturnPath, author, Alias));

    [Theory]
    [InlineData("a.test", "a.test", true)]
    [InlineData("b.a.test", "a.test", true)]
    [InlineData("a.test", "b.a.test", true)]
    [InlineData("ba.test", "a.test", false)]
    [InlineData("a.test", "b.test", false)]
    public void A_domain_and_what_is_below_it_are_of_one_organization(string one, string other, bool are) => Assert.Equal(are, ForwardedSender.IsAligned(one, other));

    private static string Fate(string sender, SenderStanding standing, string authors, string domain, bool doubt = false)
    {
        var mail = new ForwardedMail(
            sender.Length == 0 ? null : FakeDirectory.Address(sender), standing,
            [.. authors.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(FakeDirectory.Address)], doubt, Host);
        switch (ForwardedSender.Of(mail, domain))
        {
            case ForwardedSender.Rewritten rewritten:
                Assert.Equal(domain, rewritten.Domain);
                return "rewritten";
            case ForwardedSender.Refused: return "refused";
            default: return "unchanged";
        }
    }
}
