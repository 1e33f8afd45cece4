namespace DuffBeer.Core.Models.Estimation;

/// <summary>A function of positive parameters and its partial derivatives at a point, returned in <paramref name="slope"/>.</summary>
public delegate double Surface(ReadOnlySpan<double> point, Span<double> slope);

/// <summary>Where a climb ended.</summary>
/// <param name="Slope">Largest derivative with respect to the logarithm of a free parameter.</param>
/// <param name="IsConverged">The slope is zero within the tolerance.</param>
/// <param name="AtLimit">
/// Indexes of parameters at the edge of the search range: the data only show that they are very small or very large.
/// </param>
public sealed record Summit(
    IReadOnlyList<double> Point, double Value, double Slope, int Iterations, bool IsConverged, IReadOnlyList<int> AtLimit);

/// <summary>
/// Finds the maximum of a smooth function of positive parameters: BFGS on their logarithms, with a backtracking line search.
/// </summary>
/// <remarks>
/// Nocedal and Wright, Numerical Optimization (2006), algorithm 6.1; a parameter at its limit is held while the slope points outwards
/// (16.7).
/// </remarks>
public sealed class LogParameterClimb(Surface surface)
{
    const int MostIterations = 500;
    const double FlatSlope = 1e-9;

    // Rounding error of a zero slope in a sum over many customers.
    const double AcceptedSlope = 1e-6;
    const double LongestStep = 2;

    // A parameter may differ from its start by a factor of a million.
    static readonly double s_reach = Math.Log(1e6);

    public Summit From(params ReadOnlySpan<double> start)
    {
        var size = start.Length;
        double[] home = [.. start.ToArray().Select(value => Math.Log(value))];
        var at = Evaluate([.. home]);
        var inverse = SquareMatrix.Identity(size);
        var iterations = 0;
        while (iterations < MostIterations && Steepest(at, home) > FlatSlope)
        {
            iterations++;
            var free = Free(at, home);
            var direction = Masked(inverse.Times(Masked(at.Slope, free)), free);
            if (Dot(direction, at.Slope) <= 0)
            {
                inverse = SquareMatrix.Identity(size);
                direction = Masked(at.Slope, free);
            }

            if (Step(at, direction, home) is not { } next)
            {
                // The stored curvature may be stale; once it is reset, only rounding remains.
                if (inverse.IsIdentity)
                    break;
                inverse = SquareMatrix.Identity(size);
                continue;
            }

            inverse = inverse.Updated(Minus(next.Logs, at.Logs), Minus(at.Slope, next.Slope));
            at = next;
        }

        var steepest = Steepest(at, home);
        int[] atLimit = [.. Enumerable.Range(0, size).Where(index => Math.Abs(at.Logs[index] - home[index]) >= s_reach)];
        return new([.. at.Logs.Select(log => Math.Exp(log))], at.Value, steepest, iterations, steepest <= AcceptedSlope, atLimit);
    }

    sealed record Place(double[] Logs, double Value, double[] Slope);

    Place Evaluate(double[] logs)
    {
        double[] point = [.. logs.Select(log => Math.Exp(log))];
        var slope = new double[logs.Length];
        var value = surface(point, slope);
        for (var index = 0; index < slope.Length; index++)
            slope[index] *= point[index];
        return new(logs, value, slope);
    }

    /// <summary>The first sufficiently high point along the direction; null if there is none.</summary>
    Place? Step(Place from, double[] direction, double[] home)
    {
        const double enough = 1e-4;
        const int mostHalvings = 40;

        var rounding = 1e-15 * Math.Abs(from.Value);
        var factor = Math.Min(1, LongestStep / direction.Max(Math.Abs));
        for (var halving = 0; halving < mostHalvings; halving++, factor /= 2)
        {
            double[] logs =
            [
                .. from.Logs.Select(
                    (log, index) => Math.Clamp(log + factor * direction[index], home[index] - s_reach, home[index] + s_reach))
            ];
            if (logs.SequenceEqual(from.Logs))
                return null;
            var next = Evaluate(logs);
            if (next.Value >= from.Value + enough * Dot(from.Slope, Minus(logs, from.Logs)) - rounding)
                return next;
        }

        return null;
    }

    static double Steepest(Place at, double[] home) => Masked(at.Slope, Free(at, home)).Max(Math.Abs);

    static bool[] Free(Place at, double[] home) =>
    [
        .. at.Logs.Select((log, index) => Math.Abs(log - home[index]) < s_reach || (log - home[index]) * at.Slope[index] < 0),
    ];

    static double[] Masked(double[] vector, bool[] free) => [.. vector.Select((value, index) => free[index] ? value : 0)];

    static double[] Minus(double[] a, double[] b) => [.. a.Select((value, index) => value - b[index])];

    static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
