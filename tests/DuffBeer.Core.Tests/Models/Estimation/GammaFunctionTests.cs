using DuffBeer.Core.Models.Estimation;
using FsCheck;
using FsCheck.Fluent;

namespace DuffBeer.Core.Tests.Models.Estimation;

public sealed class GammaFunctionTests
{
    [Theory]
    [InlineData(0.5, 0.57236494292470008707)]
    [InlineData(1, 0)]
    [InlineData(2, 0)]
    [InlineData(11, 15.104412573075515295)]
    [InlineData(1e-3, 6.9071788853838536825)]
    [InlineData(1e6, 12815504.569147611784)]
    public void The_logarithm_of_the_gamma_function_has_its_known_values(double x, double expected) =>
        Assert.Equal(expected, GammaFunction.Log(x), 1e-14 * (1 + Math.Abs(expected)));

    [Theory]
    [InlineData(1, -0.57721566490153286061)]
    [InlineData(0.5, -1.9635100260214234794)]
    [InlineData(10, 2.2517525890667211077)]
    public void The_digamma_function_has_its_known_values(double x, double expected) =>
        Assert.Equal(expected, GammaFunction.Digamma(x), 1e-14);

    [Fact]
    public void Digamma_is_the_slope_of_the_logarithm() =>
        Prop.ForAll(Gen.Choose(1, 100_000).Select(number => number / 1000.0).ToArbitrary(), x =>
        {
            var step = 1e-4 * x;
            var slope = (GammaFunction.Log(x + step) - GammaFunction.Log(x - step)) / (2 * step);
            return Math.Abs(slope - GammaFunction.Digamma(x)) < 1e-6 * (1 + 1 / x);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(0.3, 2.5)]
    [InlineData(4, 7)]
    public void Beta_is_its_integral(double a, double b) =>
        Assert.Equal(
            Quadrature.OnUnit((x, rest) => Math.Pow(x, a - 1) * Math.Pow(rest, b - 1)), Math.Exp(GammaFunction.LogBeta(a, b)), 1e-12);
}
