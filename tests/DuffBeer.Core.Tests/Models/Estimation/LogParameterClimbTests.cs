using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class LogParameterClimbTests
{
    [Fact]
    public void The_top_of_a_bent_ridge_is_found()
    {
        var summit = new LogParameterClimb(Ridge).From(0.1, 30);

        Assert.True(summit.IsConverged);
        Assert.Equal(2, summit.Point[0], 1e-6);
        Assert.Equal(5, summit.Point[1], 1e-6);
        Assert.Empty(summit.AtLimit);
    }

    [Fact]
    public void A_parameter_that_only_grows_is_held_at_the_limit_and_the_other_is_found()
    {
        var summit = new LogParameterClimb((point, slope) =>
        {
            var (x, y) = (point[0], Math.Log(point[1]) - 1);
            (slope[0], slope[1]) = (0.01 / x, -2 * y / point[1]);
            return 0.01 * Math.Log(x) - y * y;
        }).From(1, 1);

        Assert.True(summit.IsConverged);
        Assert.Equal([0], summit.AtLimit);
        Assert.Equal(Math.E, summit.Point[1], 1e-6);
    }

    [Fact]
    public void A_surface_without_a_smooth_top_is_not_called_converged()
    {
        var summit = new LogParameterClimb((point, slope) =>
        {
            slope[0] = point[0] < 2 ? 1 : -1;
            return -Math.Abs(point[0] - 2);
        }).From(0.7);

        Assert.False(summit.IsConverged);
    }

    // Rosenbrock's valley upside down, in the logarithms.
    static double Ridge(ReadOnlySpan<double> point, Span<double> slope)
    {
        var (u, v) = (Math.Log(point[0] / 2), Math.Log(point[1] / 5));
        var bend = v - u * u;
        slope[0] = (4 * 20 * bend * u - 2 * u) / point[0];
        slope[1] = -2 * 20 * bend / point[1];
        return -(20 * bend * bend + u * u);
    }
}
