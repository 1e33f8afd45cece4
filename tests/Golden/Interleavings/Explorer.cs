using System.Globalization;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>How much was tried.</summary>
/// <param name="States">States of store, hub and actors that differ.</param>
/// <param name="Orders">Orders of steps that were followed to an end, or to a state from which all had been followed before.</param>
sealed record Exploration(int States, int Orders, int Ends);

/// <summary>Tries every order in which actors can take their steps: stateless search that remembers the states it has been in.</summary>
static class Explorer
{
    /// <param name="create">Makes the same world each time, its actors before their first steps.</param>
    /// <param name="watch">Throws where a state is wrong, at whatever moment.</param>
    /// <param name="judge">Throws where an end is wrong.</param>
    public static Exploration Explore(Func<World> create, Action<World> watch, Func<World, Task> judge)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        var pending = new Stack<Move[]>();
        pending.Push([]);
        var (orders, ends) = (0, 0);
        while (pending.TryPop(out var path))
        {
            orders++;
            var world = create();
            var told = new List<string>();
            try
            {
                foreach (var move in path)
                {
                    told.Add(world.Take(move));
                    watch(world);
                }

                if (Follow(world, path, known, pending, told, watch))
                {
                    ends++;
                    judge(world).GetAwaiter().GetResult();
                }
            }
            catch (Exception failure) when (failure is Xunit.Sdk.XunitException or InvalidOperationException)
            {
                Assert.Fail($"{failure.Message}\nafter\n{string.Join('\n', told.Select((step, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,4} {step}")))}");
            }
        }

        return new(known.Count, orders, ends);
    }

    /// <summary>Goes on from where a path led, leaving the other choices for later. True at a new end.</summary>
    static bool Follow(World world, Move[] path, HashSet<string> known, Stack<Move[]> pending, List<string> told, Action<World> watch)
    {
        var taken = path.ToList();
        while (known.Add(world.State))
        {
            var moves = world.Moves;
            if (moves.Count == 0)
                return true;
            foreach (var other in moves.Skip(1))
                pending.Push([.. taken, other]);
            taken.Add(moves[0]);
            told.Add(world.Take(moves[0]));
            watch(world);
        }

        return false;
    }
}
