using System.Buffers;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using MailActors.Protocol.Addresses;

namespace MailActors.Protocol.Smtp.Message;

/// <summary>Writes the fields we put at the top of a message (RFC 5321 §4.4, RFC 9228) and those we add at submission (RFC 6409 §8).
/// Whatever goes in has been through a parser that lets no control character pass.</summary>
public static class TraceFields
{
    /// <summary>Null: the empty path.</summary>
    public static void ReturnPath(IBufferWriter<byte> into, MailAddress? reversePath)
    {
        into.Write("Return-Path: <"u8);
        if (reversePath is not null) Text(into, reversePath.ToString());
        into.Write(">\r\n"u8);
    }

    public static void DeliveredTo(IBufferWriter<byte> into, MailAddress recipient)
    {
        into.Write("Delivered-To: "u8);
        Text(into, recipient.ToString());
        into.Write("\r\n"u8);
    }

    /// <param name="time">In UTC.</param>
    /// <param name="recipient">The only recipient; null when there are several, for one must not learn of another.</param>
    public static void Received(IBufferWriter<byte> into, ReceivedFrom from, string by, string id, MailAddress? recipient, DateTimeOffset time)
    {
        into.Write("Received: from "u8);
        // The name is what the client says. An address in it would be taken for the client's own, so only a domain name is repeated.
        Text(into, from.HelloDomain ?? Literal(from.Address));
        into.Write(" ("u8);
        Text(into, Literal(from.Address));
        into.Write(")\r\n\tby "u8);
        Text(into, by);
        into.Write(" with "u8);
        Text(into, from.Protocol);
        if (from.Tls is not null)
        {
            into.Write(" ("u8);
            Text(into, from.Tls);
            into.Write(")"u8);
        }

        into.Write("\r\n\tid "u8);
        Text(into, id);
        if (recipient is not null)
        {
            into.Write(" for <"u8);
            Text(into, recipient.ToString());
            into.Write(">"u8);
        }

        into.Write(";\r\n\t"u8);
        Text(into, Date(time));
        into.Write("\r\n"u8);
    }

    public static void AddDate(IBufferWriter<byte> into, DateTimeOffset time)
    {
        into.Write("Date: "u8);
        Text(into, Date(time));
        into.Write("\r\n"u8);
    }

    public static void AddMessageId(IBufferWriter<byte> into, string id, string hostName)
    {
        into.Write("Message-ID: <"u8);
        Text(into, id);
        into.Write("@"u8);
        Text(into, hostName);
        into.Write(">\r\n"u8);
    }

    public static void AddFrom(IBufferWriter<byte> into, MailAddress author)
    {
        into.Write("From: <"u8);
        Text(into, author.ToString());
        into.Write(">\r\n"u8);
    }

    /// <summary>RFC 5322 §3.3.</summary>
    private static string Date(DateTimeOffset time) => time.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture);

    private static string Literal(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6) address = address.MapToIPv4();
        return address.AddressFamily == AddressFamily.InterNetworkV6 ? $"[IPv6:{new IPAddress(address.GetAddressBytes())}]" : $"[{address}]";
    }

    private static void Text(IBufferWriter<byte> into, string text) => Encoding.UTF8.GetBytes(text, into);
}
