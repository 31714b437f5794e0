namespace MailActors.Domain;

/// <summary>The answer to a look-up has three forms. "Cannot tell" is never taken for "does not exist":
/// it becomes 4xx or NO [UNAVAILABLE], never 5xx.</summary>
public abstract record Lookup<T>
{
    private Lookup() { }

    public sealed record Found(T Value) : Lookup<T>;

    public sealed record NotFound : Lookup<T>
    {
        public static readonly NotFound Instance = new();
    }

    /// <param name="Reason">For the log; never shown to a client.</param>
    public sealed record CannotTell(string Reason) : Lookup<T>;
}
