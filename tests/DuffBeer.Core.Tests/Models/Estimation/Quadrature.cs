namespace DuffBeer.Core.Tests.Models.Estimation;

/// <summary>Integrals by the double-exponential rule (Takahasi and Mori 1974), which tolerates poles at the ends.</summary>
static class Quadrature
{
    const int Steps = 150;
    const double Reach = 5.5;

    /// <summary>Nodes and weights on (0, 1); <c>Left</c> is 1 - x without the loss of digits near 1.</summary>
    public static readonly IReadOnlyList<(double X, double Left, double Weight)> Unit = [.. Nodes().Select(UnitNode)];

    /// <summary>Nodes and weights on (0, ∞).</summary>
    public static readonly IReadOnlyList<(double X, double Weight)> HalfLine = [.. Nodes().Select(HalfLineNode)];

    public static double OnUnit(Func<double, double, double> function) => Unit.Sum(node => node.Weight * function(node.X, node.Left));

    public static double OnHalfLine(Func<double, double> function) => HalfLine.Sum(node => node.Weight * function(node.X));

    static IEnumerable<double> Nodes() => Enumerable.Range(-Steps, 2 * Steps + 1).Select(index => index * Reach / Steps);

    static (double, double, double) UnitNode(double t)
    {
        var bend = Math.PI * Math.Sinh(t);
        var (x, rest) = (1 / (1 + Math.Exp(-bend)), 1 / (1 + Math.Exp(bend)));
        return (x, rest, Reach / Steps * Math.PI * Math.Cosh(t) * x * rest);
    }

    static (double, double) HalfLineNode(double t)
    {
        var x = Math.Exp(Math.PI / 2 * Math.Sinh(t));
        return (x, Reach / Steps * Math.PI / 2 * Math.Cosh(t) * x);
    }
}
