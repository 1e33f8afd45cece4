using DuffBeer.Core.Models.Estimation;

namespace DuffBeer.Core.Tests.Models.Estimation;

/// <summary>Customers simulated by a model with known parameters.</summary>
sealed class SimulatedCustomers(int seed)
{
    readonly Random _random = new(seed);

    /// <summary>A customer's observed purchases, and those in a period after it.</summary>
    public (PurchaseHistory History, int Later) Next(BgNbd model, double age, double later)
    {
        var rate = Gamma(model.R) / model.Alpha;
        var (stay, leave) = (Gamma(model.B), Gamma(model.A));
        var probability = leave / (leave + stay);
        var (repeats, recency, after) = (0, 0.0, 0);
        for (var time = Wait(rate); time <= age + later; time += Wait(rate))
        {
            if (time <= age)
                (repeats, recency) = (repeats + 1, time);
            else
                after++;
            if (_random.NextDouble() < probability)
                break;
        }

        return (new(repeats, recency, age), after);
    }

    public SpendHistory Next(GammaGamma model, int purchases)
    {
        var rate = Gamma(model.Q) / model.Gamma;
        return new(purchases, Enumerable.Range(0, purchases).Sum(_ => Gamma(model.P) / rate) / purchases);
    }

    public double Between(double least, double most) => least + (most - least) * _random.NextDouble();

    double Wait(double rate) => -Math.Log(1 - _random.NextDouble()) / rate;

    /// <summary>Marsaglia and Tsang (2000), A Simple Method for Generating Gamma Variables.</summary>
    double Gamma(double shape)
    {
        if (shape < 1)
            return Gamma(shape + 1) * Math.Pow(1 - _random.NextDouble(), 1 / shape);
        var d = shape - 1.0 / 3;
        while (true)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            var v = Math.Pow(1 + normal / Math.Sqrt(9 * d), 3);
            if (v > 0 && Math.Log(1 - _random.NextDouble()) < normal * normal / 2 + d - d * v + d * Math.Log(v))
                return d * v;
        }
    }
}
