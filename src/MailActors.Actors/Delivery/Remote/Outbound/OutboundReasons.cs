using System.Net.Sockets;
using MailActors.Domain.Queue;
using MailActors.Protocol.Smtp.Client;

namespace MailActors.Actors.Delivery.Remote.Outbound;

/// <summary>The words for what other hosts do, for people and for reports.</summary>
internal static class OutboundReasons
{
    public static readonly Reason NoAddress = new("4.4.1", "No address of the destination can be reached from the source address that is to be used.");

    public static readonly Reason NotOfferedRequireTls = new("5.7.30", "The sender asks for TLS all the way (REQUIRETLS), and the next host does not offer that.");

    /// <summary>RFC 8689 §4.2.1.</summary>
    public static Reason NotSecure(string why) => new("5.7.10", $"The sender asks for TLS all the way (REQUIRETLS): {why}");

    public static Reason TooLarge(long size, long limit) => new("5.3.4", $"The message has {size} octets, and the next host takes {limit} at most.");

    public static Reason NotConnected(string host, SocketError error) => new("4.4.1", error switch
    {
        SocketError.TimedOut => $"{host} does not answer.",
        SocketError.ConnectionRefused => $"{host} takes no connections.",
        SocketError.NetworkUnreachable or SocketError.HostUnreachable => $"There is no way to {host} from here.",
        SocketError.AddressNotAvailable => $"The source address to send from to {host} is not an address of this machine.",
        _ => $"{host} can't be connected to ({error}).",
    });

    /// <summary>A host that went silent, hung up, or said what makes no sense.</summary>
    public static Reason Broken(string host, RemoteReply? reply, string? fault, DialogueStage stage) =>
        reply is { IsNegative: true } ? Said(host, reply)
        : new("4.4.2", $"{host} {(reply is null ? fault ?? "closed the connection" : $"gave a reply that makes no sense ({reply.Text})")} {When(stage)}.");

    public static Reason Said(string host, RemoteReply reply) => new(reply.Status, reply.Text, host);

    public static Reason NoTls(string host, RemoteReply? reply) =>
        new("4.7.4", reply is null ? $"{host} must be spoken to under TLS and does not offer it." : $"{host} must be spoken to under TLS and refused it ({reply.Text}).");

    public static Reason Untrusted(string host, string why) => new("4.7.5", $"{host} can't be trusted with the mail: {why}");

    public static Reason Injected(string host) => new("4.7.5", $"{host}, or somebody between, sent more than the reply to STARTTLS. The connection was given up.");

    public static Reason NoMechanism(string host) => new("4.7.4", $"{host} offers no way to log in that is safe on this connection.");

    public static Reason NotAuthenticated(string host, RemoteReply? reply) =>
        new("4.7.8", reply is null ? $"{host} could not prove that it knows the password." : $"{host} does not take our user name and password ({reply.Text}).");

    public static Reason OwnName(string host) => new("5.4.6", $"The mail loops back: {host} calls itself as this server does.");

    private static string When(DialogueStage stage) => stage switch
    {
        DialogueStage.Greeting => "instead of a greeting",
        DialogueStage.Hello => "after EHLO",
        DialogueStage.StartTls => "during STARTTLS",
        DialogueStage.Auth => "during AUTH",
        DialogueStage.Rset or DialogueStage.Mail => "after MAIL FROM",
        DialogueStage.Rcpt => "after RCPT TO",
        DialogueStage.Data => "after DATA",
        _ => "after the message",
    };
}
