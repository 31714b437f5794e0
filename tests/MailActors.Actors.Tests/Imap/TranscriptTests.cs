using MailActors.Actors.Tests.Imap.Running;
using Xunit;

namespace MailActors.Actors.Tests.Imap;

public sealed class TranscriptTests
{
    public static TheoryData<string> Files => [.. Directory.GetFiles(Transcript.Folder, "*.txt").Select(f => Path.GetFileName(f)!).Order()];

    [Theory]
    [MemberData(nameof(Files))]
    public Task Plays_as_written(string file) => Transcript.Play(file);
}
