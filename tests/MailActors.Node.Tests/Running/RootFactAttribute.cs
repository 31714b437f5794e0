using Xunit;

namespace MailActors.Node.Tests.Running;

/// <summary>A test that mounts file systems; only root may.</summary>
internal sealed class RootFactAttribute : FactAttribute
{
    public RootFactAttribute()
    {
        if (!Environment.IsPrivilegedProcess) Skip = "Needs root: it mounts a file system of bounded size.";
    }
}
