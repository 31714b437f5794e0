using System.Text;
using System.Text.Json;
using Akka.Event;
using MailActors.Actors.Operations;
using Xunit;

namespace MailActors.Actors.Tests.Operations;

public sealed class OperatorConsoleTests
{
    internal static readonly OperatorConsole Console = new("secret", [
        new("test", "For tests", [
            new("echo", "Says it", ["text", "again?"], async call =>
            {
                await call.Say(call.Text("text"));
                return 0;
            }),
            new("break", "Fails", [], _ => throw new InvalidOperationException("It broke.")),
        ]),
    ], NoLogger.Instance);

    [Fact]
    public async Task A_good_command_answers_its_lines_and_then_its_exit_code() =>
        Assert.Equal(["text hi", "end 0"], await Answer("""{"token":"secret","palette":"test","command":"echo","args":{"text":"hi"}}"""));

    [Theory]
    [InlineData("""{"token":"Secret","palette":"test","command":"echo","args":{"text":"hi"}}""", "WrongToken")]
    [InlineData("""{"token":"","palette":"none","command":"none"}""", "WrongToken")]
    [InlineData("""{"token":"secret","palette":"none","command":"echo"}""", "NoSuchCommand")]
    [InlineData("""{"token":"secret","palette":"test","command":"none"}""", "NoSuchCommand")]
    [InlineData("""{"token":"secret","palette":"test","command":"echo"}""", "BadArguments")]
    [InlineData("""{"token":"secret","palette":"test","command":"echo","args":{"text":"hi","more":"x"}}""", "BadArguments")]
    [InlineData("no JSON", "BadRequest")]
    public async Task What_is_wrong_is_told_and_ends_with_1(string line, string reason) =>
        Assert.Equal([$"error {reason}", "end 1"], await Answer(line));

    [Fact]
    public async Task A_failing_command_is_told_and_the_console_lives()
    {
        Assert.Equal(["error Failed", "end 1"], await Answer("""{"token":"secret","palette":"test","command":"break"}"""));
        Assert.Equal(["text hi", "end 0"], await Answer("""{"token":"secret","palette":"test","command":"echo","args":{"text":"hi"}}"""));
    }

    [Theory]
    [InlineData("", "echo needs \"text\".")]
    [InlineData("again", "echo needs \"text\".")]
    [InlineData("text,other", "echo has no argument \"other\".")]
    [InlineData("text,again?", "echo has no argument \"again?\".")]
    [InlineData("text", null)]
    [InlineData("text,again", null)]
    public void Arguments_are_checked_against_the_definition(string given, string? fault)
    {
        var command = new CommandDefinition("echo", "", ["text", "again?"], _ => Task.FromResult(0));
        Assert.Equal(fault, command.Fault(given.Split(',', StringSplitOptions.RemoveEmptyEntries)));
    }

    private static async Task<List<string>> Answer(string line)
    {
        var lines = new List<string>();
        await foreach (var bytes in Console.Answer(Encoding.UTF8.GetBytes(line), "test", CancellationToken.None).ReadAllAsync())
        {
            using var json = JsonDocument.Parse(bytes);
            var root = json.RootElement;
            var kind = root.GetProperty("kind").GetString();
            lines.Add($"{kind} {root.GetProperty(kind switch { "error" => "reason", "end" => "exitCode", _ => "text" })}");
        }

        return lines;
    }
}
