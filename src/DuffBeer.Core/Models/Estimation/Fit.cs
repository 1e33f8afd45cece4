using System.Globalization;
using DuffBeer.Core.Failures;

namespace DuffBeer.Core.Models.Estimation;

/// <summary>A model fitted by maximum likelihood, with measures of the fit's quality.</summary>
/// <param name="LogLikelihood">Log-likelihood of all customers together.</param>
/// <param name="Slope">
/// Largest derivative of the mean log-likelihood with respect to a parameter's logarithm: zero within the tolerance.
/// </param>
/// <param name="AtLimit">Names of parameters that the data only show to be very small or very large.</param>
public sealed record Fit<TModel>(
    TModel Model, long Customers, double LogLikelihood, int Iterations, double Slope, IReadOnlyList<string> AtLimit)
{
    /// <exception cref="TerminalException"><c>ModelFailed</c>: the climb did not converge.</exception>
    internal static Fit<TModel> Of(
        Summit summit, long customers, string model, string[] parameters, Func<IReadOnlyList<double>, TModel> make)
    {
        if (!summit.IsConverged || !double.IsFinite(summit.Value))
        {
            var point = string.Join(
                ", ", parameters.Zip(summit.Point, (name, value) => string.Create(CultureInfo.InvariantCulture, $"{name} = {value:G4}")));
            throw new TerminalException(ProblemCode.ModelFailed, string.Create(CultureInfo.InvariantCulture,
                $"{model} was fitted to {customers} customers and did not converge: after {summit.Iterations} iterations the slope is "
                + $"{summit.Slope:G3} at {point}. "
                + $"Look for customers with impossible values among its inputs, or raise the minimum number of repeat customers "
                + $"above theirs, so that it is not fitted."));
        }

        return new(
            make(summit.Point),
            customers,
            summit.Value * customers,
            summit.Iterations,
            summit.Slope,
            [.. summit.AtLimit.Select(index => parameters[index])]);
    }
}
