using System.Xml.Linq;
using Xunit;

namespace MailActors.Architecture.Tests;

/// <summary>Which room may use which: Protocol ← Domain ← Actors ← Node, Storage between Domain and Node, Console by itself.</summary>
public class ProjectArrowTests
{
    [Theory]
    [InlineData("Protocol", "")]
    [InlineData("Domain", "Protocol")]
    [InlineData("Storage", "Domain")]
    [InlineData("Actors", "Domain")]
    [InlineData("Node", "Actors,Storage")]
    [InlineData("Console", "")]
    public void A_room_refers_only_to_the_rooms_behind_it(string room, string behind)
    {
        var references = Items(room, "ProjectReference").Select(path => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'))["MailActors.".Length..]);

        Assert.Equal(behind.Split(',', StringSplitOptions.RemoveEmptyEntries), references.Order());
    }

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Domain")]
    [InlineData("Console")]
    public void Rooms_of_pure_code_know_no_actors(string room) =>
        Assert.DoesNotContain(Items(room, "PackageReference"), package => package.StartsWith("Akka", StringComparison.Ordinal));

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Domain")]
    [InlineData("Actors")]
    [InlineData("Node")]
    [InlineData("Console")]
    public void Only_storage_knows_a_database(string room) =>
        Assert.DoesNotContain(Items(room, "PackageReference"), package => package is "Microsoft.Data.Sqlite" or "Akka.Persistence.Sql" or "Npgsql");

    [Theory]
    [InlineData("Protocol")]
    [InlineData("Domain")]
    public void Pure_rooms_use_no_socket_and_no_thread(string room)
    {
        string[] forbidden = ["TcpClient", "using System.Threading.Channels", "new Socket(", "Task.Run(", "new Thread("];
        var offenders = from file in Repository.SourceFiles($"src/MailActors.{room}")
                        let text = File.ReadAllText(file)
                        from word in forbidden
                        where text.Contains(word, StringComparison.Ordinal)
                        select $"{Repository.Relative(file)}: {word}";

        Assert.Empty(offenders);
    }

    private static IEnumerable<string> Items(string room, string kind) => XDocument
        .Load(Path.Combine(Repository.Root, "src", $"MailActors.{room}", $"MailActors.{room}.csproj"))
        .Descendants(kind).Select(item => (string)item.Attribute("Include")!);
}
