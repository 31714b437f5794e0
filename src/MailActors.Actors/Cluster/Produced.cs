using Akka.Actor;

namespace MailActors.Actors.Cluster;

/// <summary>Props that make their actor by calling a function. <c>Props.Create</c> with an expression compiles its arguments to machine code at every
/// call: with an actor for each connection that was a third of all work.</summary>
public static class Produced
{
    public static Props By<TActor>(Func<TActor> make)
        where TActor : ActorBase => Props.CreateBy(new Producer<TActor>(make));

    private sealed class Producer<TActor>(Func<TActor> make) : IIndirectActorProducer
        where TActor : ActorBase
    {
        public Type ActorType => typeof(TActor);

        public ActorBase Produce() => make();

        public void Release(ActorBase actor)
        {
        }
    }
}
