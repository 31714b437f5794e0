using Akka.Actor;

namespace MailActors.Actors.Queue;

/// <summary>The children of a partition. Each is watched, and one that dies is replaced.</summary>
internal sealed class Crew(QueueChildren children, IActorContext context)
{
    public IActorRef Local { get; private set; } = ActorRefs.Nobody;

    public IActorRef? Remote { get; private set; }

    public IActorRef? Notifier { get; private set; }

    public void Start()
    {
        Local = Start(children.Local)!;
        Remote = Start(children.Remote);
        Notifier = Start(children.Notifier);
    }

    /// <returns>What the one that died was.</returns>
    public Child Replace(IActorRef gone)
    {
        if (gone.Equals(Notifier))
        {
            Notifier = Start(children.Notifier);
            return Child.Notifier;
        }

        if (gone.Equals(Local))
        {
            Local = Start(children.Local)!;
            return Child.Local;
        }

        Remote = Start(children.Remote);
        return Child.Remote;
    }

    private IActorRef? Start(Props? child) => child is null ? null : context.Watch(context.ActorOf(child));
}

internal enum Child
{
    Local,
    Remote,
    Notifier,
}
