using System.Globalization;

namespace DuffBeer.Golden.Tests.Interleavings;

/// <summary>The extent of an exploration.</summary>
/// <param name="States">Distinct states of store, hub and actors.</param>
/// <param name="Orders">Orders of steps that were followed to an end, or to a state that was explored before.</param>
/// <param name="Left">Orders that were not tried.</param>
sealed record Exploration(int States, int Orders, int Ends, int Left);

/// <summary>Tries the orders of the actors' steps: a stateless search that remembers visited states.</summary>
/// <remarks>
/// The suite tries every order of small worlds, and some hundreds of large ones, chosen at random.
/// With all cases of the laws it tries every order of all worlds, in minutes; <c>DUFFBEER_SEED</c> chooses others.
/// </remarks>
static class Explorer
{
    static readonly int s_most = Law.IsWhole ? int.MaxValue : Law.Of(1_500);
    static readonly int s_seed = TestSetting.Number("DUFFBEER_SEED", 7);

    /// <param name="create">Creates the same world each time, with its actors before their first steps.</param>
    /// <param name="watch">Throws if a state is wrong at any moment.</param>
    /// <param name="judge">Throws if an end is wrong.</param>
    public static Exploration Explore(Func<World> create, Action<World> watch, Func<World, Task> judge)
    {
        var known = new HashSet<string>(StringComparer.Ordinal);
        List<Move[]> pending = [[]];
        var random = new Random(s_seed);
        var (orders, ends) = (0, 0);
        while (pending.Count > 0 && orders < s_most)
        {
            orders++;
            var path = Take(pending, random);
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
                var steps = told.Select((step, index) => string.Create(CultureInfo.InvariantCulture, $"{index + 1,4} {step}"));
                Assert.Fail($"{failure.Message}\nafter\n{string.Join('\n', steps)}");
            }
        }

        return new(known.Count, orders, ends, pending.Count);
    }

    static Move[] Take(List<Move[]> pending, Random random)
    {
        var chosen = random.Next(pending.Count);
        var path = pending[chosen];
        pending[chosen] = pending[^1];
        pending.RemoveAt(pending.Count - 1);
        return path;
    }

    /// <summary>Continues from the end of a path and leaves the other choices for later. True at a new end.</summary>
    static bool Follow(World world, Move[] path, HashSet<string> known, List<Move[]> pending, List<string> told, Action<World> watch)
    {
        var taken = path.ToList();
        while (known.Add(world.State))
        {
            var moves = world.Moves;
            if (moves.Count == 0)
                return true;
            foreach (var other in moves.Skip(1))
                pending.Add([.. taken, other]);
            taken.Add(moves[0]);
            told.Add(world.Take(moves[0]));
            watch(world);
        }

        return false;
    }
}
