using Google.Protobuf;
using MailActors.Actors.Serialization.Proto;
using MailActors.Domain.Destinations;
using static MailActors.Domain.Destinations.DestinationCommands;
using static MailActors.Domain.Destinations.DestinationReplies;

namespace MailActors.Actors.Serialization;

/// <summary>What couriers and destinations say to each other between nodes.</summary>
internal static class DestinationWire
{
    public static readonly IReadOnlyList<WireType> Types =
    [
        new WireType<Claim, ClaimProto>(
            "de.c1",
            c => new()
            {
                Destination = c.Destination, Courier = new[] { c.Courier }.ToWire(), Held = c.Held, Wanted = c.Wanted, Waiting = c.Waiting,
                Successes = c.Successes, Troubles = c.Troubles, Trouble = c.Trouble?.ToWire(),
            },
            p => new(p.Destination, ToCourier(p.Courier), p.Held, p.Wanted, p.Waiting, p.Successes, p.Troubles, p.Trouble?.ToReason())),
        new WireType<Recheck, DestinationNameProto>("de.r1", r => new() { Destination = r.Destination }, p => new(p.Destination)),
        new WireType<Show, DestinationNameProto>("de.s1", s => new() { Destination = s.Destination }, p => new(p.Destination)),
        new WireType<Allowance, AllowanceProto>("de.a1", ToWire, p => new(
            p.Destination, ToCourier(p.Courier), p.Connections, p.HasCredits ? p.Credits : null, (DestinationStanding)p.Standing,
            TimeSpan.FromMilliseconds(p.WaitMilliseconds), p.Trouble?.ToReason())),
        new WireType<DestinationShown, DestinationShownProto>(
            "de.d1",
            d => new()
            {
                Destination = d.Destination, Standing = (int)d.Standing, Window = d.Window, Held = d.Held, Wanted = d.Wanted, Waiting = d.Waiting,
                Couriers = d.Couriers, Successes = d.Successes, Troubles = d.Troubles, WaitMilliseconds = (long)d.Wait.TotalMilliseconds,
                Trouble = d.Trouble?.ToWire(),
            },
            p => new(
                p.Destination, (DestinationStanding)p.Standing, p.Window, p.Held, p.Wanted, p.Waiting, p.Couriers, p.Successes, p.Troubles,
                TimeSpan.FromMilliseconds(p.WaitMilliseconds), p.Trouble?.ToReason())),
    ];

    private static AllowanceProto ToWire(Allowance a)
    {
        var proto = new AllowanceProto
        {
            Destination = a.Destination, Courier = new[] { a.Courier }.ToWire(), Connections = a.Connections, Standing = (int)a.Standing,
            WaitMilliseconds = (long)a.Wait.TotalMilliseconds, Trouble = a.Trouble?.ToWire(),
        };
        if (a.Credits is { } credits) proto.Credits = credits;
        return proto;
    }

    private static Guid ToCourier(ByteString bytes) => bytes.ToGuids() is [var id] ? id : throw new FormatException($"{bytes.Length} octets name no courier.");

    private static ReasonProto ToWire(this Domain.Queue.Reason r)
    {
        var proto = new ReasonProto { Status = r.Status, Text = r.Text };
        if (r.Host is not null) proto.Host = r.Host;
        return proto;
    }

    private static Domain.Queue.Reason ToReason(this ReasonProto p) => new(p.Status, p.Text, p.HasHost ? p.Host : null);
}
