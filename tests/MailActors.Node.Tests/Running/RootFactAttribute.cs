using Xunit;

namespace MailActors.Node.Tests.Running;

/// <summary>A test that mounts file systems or starts a server that has several users; only root may.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "Needs root: it mounts a file system of bounded size, or starts Postfix.";
    }
}
