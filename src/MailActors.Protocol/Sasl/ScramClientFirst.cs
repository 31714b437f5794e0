using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace MailActors.Protocol.Sasl;

/// <summary>client-first-message of RFC 5802 §7: a GS2 header and the bare message.</summary>
/// <param name="Binding">'n': the client binds nothing; 'y': it could but believes the server can't; 'p': it binds by <paramref name="BindingName"/>.</param>
/// <param name="Header">The GS2 header as sent, for the check of <c>c=</c>.</param>
/// <param name="Bare">client-first-message-bare as sent, part of what is signed.</param>
internal sealed record ScramClientFirst(char Binding, string BindingName, string Authzid, string Login, string Nonce, string Header, string Bare)
{
    public static bool TryRead(ReadOnlySpan<byte> octets, [NotNullWhen(true)] out ScramClientFirst? message)
    {
        message = null;
        if (!ScramText.TryDecode(octets, out var text)) return false;
        var flagEnd = text.IndexOf(',');
        var headerEnd = flagEnd < 0 ? -1 : text.IndexOf(',', flagEnd + 1);
        if (headerEnd < 0) return false;

        var flag = text[..flagEnd];
        if (flag is not ("n" or "y") && !(flag.StartsWith("p=", StringComparison.Ordinal) && flag.Length > 2)) return false;
        var authzid = "";
        if (flagEnd + 1 < headerEnd && !TryTake(text[(flagEnd + 1)..headerEnd], 'a', out authzid)) return false;

        // "m=" comes first when it comes, and means an extension we must not ignore (RFC 5802 §5.1).
        var bare = text[(headerEnd + 1)..];
        var attributes = bare.Split(',');
        if (attributes.Length < 2 || !TryTake(attributes[0], 'n', out var login)
            || !attributes[1].StartsWith("r=", StringComparison.Ordinal) || !ScramText.IsNonce(attributes[1].AsSpan(2))) return false;
        message = new ScramClientFirst(flag[0], flag.Length > 2 ? flag[2..] : "", authzid, login, attributes[1][2..], text[..(headerEnd + 1)], bare);
        return true;
    }

    /// <summary>A saslname: <c>=2C</c> for a comma, <c>=3D</c> for an equals sign, and no other use of the sign.</summary>
    private static bool TryTake(string attribute, char name, out string value)
    {
        value = "";
        if (attribute.Length < 3 || attribute[0] != name || attribute[1] != '=') return false;
        var decoded = new StringBuilder(attribute.Length);
        for (var i = 2; i < attribute.Length; i++)
        {
            if (attribute[i] != '=')
            {
                decoded.Append(attribute[i]);
                continue;
            }

            var code = attribute.AsSpan(i + 1);
            if (code.StartsWith("2C")) decoded.Append(',');
            else if (code.StartsWith("3D")) decoded.Append('=');
            else return false;
            i += 2;
        }

        if (!OpaqueString.TryPrepare(decoded.ToString(), out var prepared)) return false;
        value = prepared;
        return true;
    }
}
