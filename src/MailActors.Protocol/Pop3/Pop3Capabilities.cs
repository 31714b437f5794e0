using System.Text;

namespace MailActors.Protocol.Pop3;

/// <summary>The answer to CAPA (RFC 2449 §5). What needs TLS is not shown before it.</summary>
public static class Pop3Capabilities
{
    /// <param name="mechanisms">SASL mechanisms to offer; none: no login is offered either.</param>
    public static byte[] List(IReadOnlyList<string> mechanisms, bool startTls)
    {
        var text = new StringBuilder("+OK What I can do\r\n");
        if (mechanisms.Count > 0) text.Append("USER\r\nSASL ").AppendJoin(' ', mechanisms).Append("\r\n");
        if (startTls) text.Append("STLS\r\n");
        text.Append("TOP\r\nUIDL\r\nPIPELINING\r\nRESP-CODES\r\nAUTH-RESP-CODE\r\nEXPIRE NEVER\r\nLOGIN-DELAY 0\r\nUTF8 USER\r\nIMPLEMENTATION MailActors\r\n.\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }
}
