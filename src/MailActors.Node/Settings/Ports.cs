namespace MailActors.Node.Settings;

/// <summary>The standard ports; the offset is added to each.</summary>
public static class Ports
{
    public const int Smtp = 25;
    public const int Lmtp = 24;
    public const int Submission = 587;
    public const int Submissions = 465;
    public const int Imap = 143;
    public const int Imaps = 993;
    public const int Pop3 = 110;
    public const int Pop3s = 995;
    public const int Operators = 9110;
}
