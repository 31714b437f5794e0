namespace MailActors.Protocol.Pop3;

/// <summary>Which command may come when (RFC 1939 §4 to §6, RFC 2449 §5, RFC 2595 §4, RFC 5034 §4, RFC 6856 §2).</summary>
public static class Pop3Transitions
{
    /// <summary>Null: it may come.</summary>
    public static Pop3Rejection? Check(Pop3State state, Pop3Verb verb)
    {
        switch (verb)
        {
            case Pop3Verb.Capa or Pop3Verb.Quit:
                return null;
            case Pop3Verb.Pass:
                return state == Pop3State.Named ? null : state == Pop3State.Transaction ? Pop3Rejection.LoggedIn : Pop3Rejection.NeedsUser;
            case Pop3Verb.User or Pop3Verb.Auth or Pop3Verb.Stls or Pop3Verb.Utf8:
                return state == Pop3State.Transaction ? Pop3Rejection.LoggedIn : null;
            case Pop3Verb.Unknown or Pop3Verb.Foreign:
                return Pop3Rejection.Unknown;
            default:
                return state == Pop3State.Transaction ? null : Pop3Rejection.NeedsLogin;
        }
    }
}
