namespace MailActors.Actors.Operations;

/// <summary>A subject and the commands an operator has for it, as data: what can be asked of a node is exactly what its palettes list.</summary>
public sealed record CommandPalette(string Name, string Help, IReadOnlyList<CommandDefinition> Commands);

/// <param name="Arguments">Names of arguments the command takes; those that end in <c>?</c> may be missing.</param>
/// <param name="Run">Does it and writes the answer. Returns the exit code: 0 done, 1 refused or a fault found.</param>
public sealed record CommandDefinition(string Name, string Help, IReadOnlyList<string> Arguments, Func<CommandCall, Task<int>> Run)
{
    /// <summary>What is wrong with a call's arguments, in words; null when nothing is.</summary>
    public string? Fault(IReadOnlyCollection<string> given)
    {
        foreach (var argument in Arguments)
            if (!argument.EndsWith('?') && !given.Contains(argument)) return $"{Name} needs \"{argument}\".";
        foreach (var name in given)
            if (name.EndsWith('?') || (!Arguments.Contains(name) && !Arguments.Contains(name + "?"))) return $"{Name} has no argument \"{name}\".";
        return null;
    }
}
